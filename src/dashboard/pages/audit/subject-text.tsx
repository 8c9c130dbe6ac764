import { Link } from "@mui/material";
import { Fragment, type ReactNode } from "react";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { IdText } from "../../shared/id-text.tsx";

type Place = {
  /** What the id names. */
  readonly word: string;
  readonly page: string;
  readonly path: readonly string[];
};

/** Where an id of a subject leads, by its name. */
const places: Readonly<Record<string, Place>> = {
  failure: { word: "failure", page: "failures", path: [] },
  runId: { word: "run", page: "runs", path: [] },
  confirmedRunId: { word: "confirming run", page: "runs", path: [] },
  schedule: { word: "schedule", page: "schedules", path: [] },
  propertyId: { word: "property", page: "ledger", path: [] },
  checkId: { word: "check", page: "consistency", path: ["checks"] },
  planId: { word: "plan", page: "consistency", path: ["plans"] },
};

/** What an act is about: the ids it names, with links to where they are shown. */
export const SubjectText = ({ subject }: Pick<WireAuditLine, "subject">): ReactNode => {
  const names = Object.entries(subject).filter(([name]) => name !== "planHash");
  if (names.length === 0) return "–";
  return names.map(([name, id], index) => (
    <Fragment key={name}>
      {index > 0 && ", "}
      <Part name={name} id={id} />
    </Fragment>
  ));
};

const Part = ({ name, id }: { readonly name: string; readonly id: string }): ReactNode => {
  const place = places[name];
  const hasPage = usePageExists(place?.page ?? "");
  const text = name === "schedule" ? id : <IdText id={id} />;
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      {place?.word ?? name}{" "}
      {place !== undefined && hasPage ? <Link href={href(place.page, [...place.path, id])}>{text}</Link> : text}
    </span>
  );
};
