import type { ReactNode } from "react";
import { useRoute } from "../../routing/use-route.ts";
import { RunDetail } from "./run-detail.tsx";
import { RunList } from "./run-list.tsx";

/** What has run and what runs; one of them where the address names it. */
export const RunsPage = (): ReactNode => {
  const [id] = useRoute().path;
  return id === undefined ? <RunList /> : <RunDetail key={id} id={id} />;
};
