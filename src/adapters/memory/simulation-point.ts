/** Awaited before and after every effect of the in-memory adapters: there a simulation may wait, fail, or never come back. */
export type SimulationPoint = (point: string) => Promise<void>;

export const noSimulation: SimulationPoint = () => Promise.resolve();

/** Runs an effect as one indivisible step between its two points. */
export type Step = <Result>(name: string, signal: AbortSignal | null, effect: () => Result) => Promise<Result>;

/** An error at `before <name>` is a request that never arrived; one at `after <name>` is a reply that was lost. */
export const createStep =
  (between: SimulationPoint): Step =>
  async (name, signal, effect) => {
    await between(`before ${name}`);
    signal?.throwIfAborted();
    const result = effect();
    await between(`after ${name}`);
    return result;
  };
