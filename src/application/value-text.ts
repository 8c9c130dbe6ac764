/** Values as text that another instance reads back: JSON, with bigints and maps marked. Undefined fields are left out. */
export const textOfValue = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return { $bigint: String(part) };
    return part instanceof Map ? { $map: [...part] } : part;
  });

export const valueOfText = (text: string): unknown =>
  JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if ("$bigint" in part) return BigInt(String(part.$bigint));
    // Safe: what `textOfValue` made of a map.
    return "$map" in part ? new Map(part.$map as [unknown, unknown][]) : part;
  });
