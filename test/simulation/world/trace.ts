/** Told of every action, and of every point that a process comes to with what chance has in store for it there. */
export type Trace = (line: string) => void;
