/** V8's own format, as far as it matters here. */
export type V8Profile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Between one sample and the next, microseconds. */
  readonly timeDeltas: readonly number[];
};

type ProfileNode = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
};

export type ProfileTimes = {
  /** By function, what it calls left out. */
  readonly selfMs: ReadonlyMap<string, number>;
  /** By function of the service, with what it calls before it first waits. */
  readonly serviceMs: ReadonlyMap<string, number>;
  readonly allMs: number;
};

export const profileTimes = ({ nodes, samples, timeDeltas }: V8Profile): ProfileTimes => {
  const frames = framesOf(nodes);
  const selfMs = new Map<string, number>();
  const serviceMs = new Map<string, number>();
  const add = (times: Map<string, number>, name: string, ms: number) => times.set(name, (times.get(name) ?? 0) + ms);
  let allMs = 0;
  for (const [position, id] of samples.entries()) {
    const ms = (timeDeltas[position] ?? 0) / 1_000;
    allMs += ms;
    const stack = stackOf(frames, id);
    add(selfMs, stack[0]?.name ?? "?", ms);
    for (const name of new Set(stack.filter((frame) => frame.isService).map((frame) => frame.name)))
      add(serviceMs, name, ms);
  }
  return { selfMs, serviceMs, allMs };
};

type Frame = { readonly name: string; readonly isService: boolean; readonly parent: number | null };

const framesOf = (nodes: readonly ProfileNode[]): ReadonlyMap<number, Frame> => {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  return new Map(
    nodes.map((node) => [
      node.id,
      { name: nameOf(node), isService: isService(node), parent: parents.get(node.id) ?? null },
    ]),
  );
};

/** Innermost first. */
const stackOf = (frames: ReadonlyMap<number, Frame>, id: number): readonly Frame[] => {
  const stack: Frame[] = [];
  for (let next: number | null = id; next !== null; ) {
    const frame = frames.get(next);
    if (frame === undefined) break;
    stack.push(frame);
    next = frame.parent;
  }
  return stack;
};

const isService = ({ callFrame: { url, functionName } }: ProfileNode): boolean =>
  functionName !== "" && url.includes("/src/") && !url.includes("/node_modules/");

const nameOf = ({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string => {
  const place = url.split("/").slice(-2).join("/");
  return place === "" ? functionName || "(anonymous)" : `${functionName || "(anonymous)"}  ${place}:${lineNumber + 1}`;
};
