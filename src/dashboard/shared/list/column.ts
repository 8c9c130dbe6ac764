import type { ReactNode } from "react";

export type Column<Row> = {
  readonly id: string;
  readonly title: ReactNode;
  /** Numbers and money stand to the right. */
  readonly align?: "right";
  /** As in CSS; without one the column shares what is left. */
  readonly width?: number | string;
  readonly cell: (row: Row) => ReactNode;
};
