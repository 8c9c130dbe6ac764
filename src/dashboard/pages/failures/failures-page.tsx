import type { ReactNode } from "react";
import { useRoute } from "../../routing/use-route.ts";
import { FailureDetail } from "./failure-detail.tsx";
import { FailureList } from "./failure-list.tsx";

/** Documents that cannot be projected: all of them, or one. A failure's id has a slash in it, which an address may write as it is. */
export const FailuresPage = (): ReactNode => {
  const { path } = useRoute();
  return path.length === 0 ? <FailureList /> : <FailureDetail key={path.join("/")} id={path.join("/")} />;
};
