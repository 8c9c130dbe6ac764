/** Takes one sentence about something that is not as it must be. */
export type Report = (difference: string) => void;
