const formatter = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });

/** `Wed, 25 Nov 2026, 02:00 CAT`: a moment (ms since the epoch) by the clocks of a zone; in UTC where the browser does not know the zone. */
export const inZone = (at: number, timeZone: string): string => {
  try {
    return formatter(timeZone).format(at);
  } catch (error) {
    if (error instanceof RangeError) return formatter("UTC").format(at);
    throw error;
  }
};

export const viewerZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** To choose from; any other name that the service knows may be typed. */
export const knownZones = (): readonly string[] => [
  ...new Set(["UTC", viewerZone(), ...Intl.supportedValuesOf("timeZone")]),
];
