/** A spreadsheet takes a text that begins like this for a formula. */
const formulaBegin = /^[=+@\t\r]|^-(?!\d)/;

/** One line of comma-separated values (RFC 4180), `\r\n` at its end. */
export const csvLine = (values: readonly (string | number | null)[]): string => `${values.map(csvValue).join(",")}\r\n`;

const csvValue = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  const harmless = formulaBegin.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
