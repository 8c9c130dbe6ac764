import type { Permission } from "../../domain/access/role.ts";
import type { UseCases } from "../use-cases.ts";

/** The use cases that somebody asks for; the rest of `UseCases` are plain values. */
export type UseCaseName = {
  [Name in keyof UseCases]: UseCases[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof UseCases];

/** What each use case needs. Total by its type: one without an entry does not compile. */
export const permissionOf: Readonly<Record<UseCaseName, Permission>> = {
  startRealTime: "operate",
  stopRealTime: "operate",
  startFullSync: "operate",
  waitForRun: "read",
  cancelRun: "operate",
  run: "read",
  runs: "read",
  status: "read",
  stats: "read",
  health: "read",
  ready: "read",
  account: "read",
  accounts: "read",
  transactions: "read",
  enterTransaction: "enter",
  reverseTransaction: "enter",
};
