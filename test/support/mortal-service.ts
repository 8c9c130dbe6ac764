import type { Fate, KillPoint } from "./kill-points.ts";
import type { Environment, Uris } from "./running-service.ts";
import { type ServiceProcess, startServiceProcess } from "./service-process.ts";
import { until } from "./until.ts";

/** A service that ends or freezes itself exactly at a point. */
export type MortalService = ServiceProcess & {
  /** Connects, and begins to work. Rejects when its fate comes first. */
  begin(): Promise<void>;
  /** From now on it has this fate: killed at the first passing, unless said otherwise. */
  meets(point: KillPoint, fate?: Partial<Omit<Fate, "point">>): Promise<void>;
  /** Resolves when it has come to the point. */
  reached(point: KillPoint): Promise<void>;
};

const entry = new URL("./mortal-service-entry.ts", import.meta.url);

export const createMortalService = async (uris: Uris, environment: Environment = {}): Promise<MortalService> => {
  const service = await startServiceProcess(uris, environment, entry);
  return {
    ...service,
    begin: async () => void (await service.ask("begin")),
    meets: async (point, fate = {}) => {
      const whole: Fate = { point, passing: 1, signal: "SIGKILL", ...fate };
      await service.ask("fate", whole);
    },
    reached: async (point) => {
      await until(`the service comes to "${point}"`, () => service.output().includes(`reached: ${point}\n`));
    },
  };
};
