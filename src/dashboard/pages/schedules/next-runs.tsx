import { Alert, Box, Stack, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import { relative } from "../../shared/format.ts";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { useNow } from "../../shared/time.tsx";
import { inZone, viewerZone } from "./in-zone.ts";

type Props = {
  /** RFC 3339, as the service has computed them. */
  readonly nextRuns: readonly string[];
  readonly timezone: string;
  /** What clock changes do to them. */
  readonly notes: readonly string[];
};

/** The viewer's own clocks: beside the schedule's where there is room, below them where there is not. */
const besideOnly = { display: { xs: "none", sm: "table-cell" } } as const;
const belowOnly = { display: { xs: "block", sm: "none" }, color: "text.secondary" } as const;

/** The runs to come, by the clocks of the schedule's zone and by the viewer's. */
export const NextRuns = ({ nextRuns, timezone, notes }: Props): ReactNode => {
  const own = viewerZone();
  const now = useNow();
  const isSame = own === timezone;
  return (
    <Stack spacing={1}>
      <TableScroll label="Next runs">
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>In {timezone}</TableCell>
              {!isSame && <TableCell sx={besideOnly}>Where you are ({own})</TableCell>}
              <TableCell align="right">From now</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {nextRuns.map((at) => (
              <TableRow key={at}>
                <TableCell>
                  {inZone(Date.parse(at), timezone)}
                  {!isSame && <Box sx={belowOnly}>{inZone(Date.parse(at), own)}</Box>}
                </TableCell>
                {!isSame && <TableCell sx={besideOnly}>{inZone(Date.parse(at), own)}</TableCell>}
                <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
                  {relative(Date.parse(at), now)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableScroll>
      {notes.map((note) => (
        <Alert key={note} severity="info" variant="outlined">
          {note}
        </Alert>
      ))}
    </Stack>
  );
};
