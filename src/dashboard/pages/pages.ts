import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { whenLoaded } from "../routing/when-loaded.ts";

/**
 * A page of the dashboard. To add one: a folder beside this file, and a line below. It is loaded when it is first opened, keeps
 * its filters in the address (`useFilter`), asks by `useTRPC()` and need not care for live updates: what events make old is
 * asked for again. The same goes for shared/: `Panel`, `QueryView`, `ProblemAlert`, `EmptyState`, `ActButton`, `ConfirmDialog`, `Time`.
 */
export type Page = {
  /** As in the address: `#/overview`. */
  readonly id: string;
  readonly title: string;
  /** Pressed after `g`. */
  readonly key: string;
  readonly Content: LazyExoticComponent<ComponentType>;
};

export const pages: readonly [Page, ...Page[]] = [
  {
    id: "overview",
    title: "Overview",
    key: "o",
    Content: lazy(() =>
      whenLoaded(async () => ({ default: (await import("./overview/overview-page.tsx")).OverviewPage })),
    ),
  },
  {
    id: "consistency",
    title: "Consistency",
    key: "k",
    Content: lazy(() =>
      whenLoaded(async () => ({ default: (await import("./consistency/consistency-page.tsx")).ConsistencyPage })),
    ),
  },
  {
    id: "ledger",
    title: "Ledger",
    key: "l",
    Content: lazy(() => whenLoaded(async () => ({ default: (await import("./ledger/ledger-page.tsx")).LedgerPage }))),
  },
  {
    id: "failures",
    title: "Failures",
    key: "f",
    Content: lazy(() =>
      whenLoaded(async () => ({ default: (await import("./failures/failures-page.tsx")).FailuresPage })),
    ),
  },
  {
    id: "runs",
    title: "Runs",
    key: "r",
    Content: lazy(() => whenLoaded(async () => ({ default: (await import("./runs/runs-page.tsx")).RunsPage }))),
  },
  {
    id: "schedules",
    title: "Schedules",
    key: "s",
    Content: lazy(() =>
      whenLoaded(async () => ({ default: (await import("./schedules/schedules-page.tsx")).SchedulesPage })),
    ),
  },
  {
    id: "control",
    title: "Control",
    key: "c",
    Content: lazy(() =>
      whenLoaded(async () => ({ default: (await import("./control/control-page.tsx")).ControlPage })),
    ),
  },
  {
    id: "audit",
    title: "Audit",
    key: "a",
    Content: lazy(() => whenLoaded(async () => ({ default: (await import("./audit/audit-page.tsx")).AuditPage }))),
  },
];

/** Null: the address names no page. */
export const pageOf = (id: string): Page | null =>
  id === "" ? pages[0] : (pages.find((page) => page.id === id) ?? null);
