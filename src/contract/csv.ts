/** A spreadsheet takes a text that begins like this for a formula, also in its full-width forms. */
const formulaBegin = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

const plainNumber = /^-?\d+(?:\.\d+)?$/;

/** One line of comma-separated values (RFC 4180), `\r\n` at its end. */
export const csvLine = (values: readonly (string | number | null)[]): string => `${values.map(csvValue).join(",")}\r\n`;

const csvValue = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  const harmless = formulaBegin.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
