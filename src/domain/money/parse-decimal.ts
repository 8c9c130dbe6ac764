/** An exact decimal number: `digits × 10^-scale`, negative when it says so. `scale` may itself be negative ("1e21"). */
export type Decimal = {
  readonly negative: boolean;
  /** ≥ 0. */
  readonly digits: bigint;
  readonly scale: number;
};

/** In characters. No amount needs more (Decimal128 has 34 digits), and a string of megabytes must not cost seconds. */
export const decimalTextLengthMax = 100;

const decimalText = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const strictText = /^\d+(?:\.\d+)?$/;

/**
 * Reads `String(double)`, which is the shortest decimal of that double, and a Decimal128's string: "12.5", "-0", "1e-7", "1E+3". Null for "NaN", infinities,
 * anything else that is no number, and texts beyond `decimalTextLengthMax`.
 */
export const parseDecimal = (text: string): Decimal | null => {
  if (text.length > decimalTextLengthMax) return null;
  const match = decimalText.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  return { negative: sign === "-", digits: BigInt(whole + fraction), scale: fraction.length - Number(power) };
};

/** Whether a text is a plain decimal, as people type amounts: no sign, no exponent, no spaces, a digit on each side of the point. */
export const isStrictDecimal = (text: string): boolean => text.length <= decimalTextLengthMax && strictText.test(text);
