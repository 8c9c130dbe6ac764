/** Prints figures for whoever reads a run: tests assert what is right, never how fast it was. */
export const measured = (what: string, figures: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`measured: ${what} ${JSON.stringify(figures)}\n`);
};
