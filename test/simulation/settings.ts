/**
 * How much is simulated: `SIMULATION_HISTORIES` histories, the first of seed `SIMULATION_FROM`; or one alone, of seed
 * `SIMULATION_SEED`, told point by point when it goes wrong.
 */
export const settings = {
  histories: Number(process.env.SIMULATION_HISTORIES ?? "2000"),
  from: Number(process.env.SIMULATION_FROM ?? "1"),
  seed: process.env.SIMULATION_SEED === undefined ? null : Number(process.env.SIMULATION_SEED),
};
