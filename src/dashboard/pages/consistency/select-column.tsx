import { Checkbox } from "@mui/material";
import type { WireFixItem } from "../../../contract/fix-plan.ts";
import type { Column } from "../../shared/list/column.ts";
import { fixWords } from "./fix-words.ts";
import { everything, isSelected, nothing, type Selection, selectedCount, toggled } from "./selection.ts";

/** Chooses some of a plan's items, or all of them. */
export const selectColumn = (
  items: number,
  selection: Selection,
  onSelect: (selection: Selection) => void,
): Column<WireFixItem> => {
  const count = selectedCount(selection, items);
  return {
    id: "selected",
    width: 48,
    title: (
      <Checkbox
        size="small"
        sx={{ p: 0.25 }}
        checked={count === items}
        indeterminate={count > 0 && count < items}
        onChange={() => onSelect(count === items ? nothing : everything)}
        slotProps={{ input: { "aria-label": "Select all fixes" } }}
      />
    ),
    cell: ({ number, fix, target }) => (
      <Checkbox
        size="small"
        sx={{ p: 0.25 }}
        checked={isSelected(selection, number)}
        onChange={() => onSelect(toggled(selection, number))}
        slotProps={{ input: { "aria-label": `Select fix ${number}: ${fixWords[fix]}, ${target.kind} ${target.id}` } }}
      />
    ),
  };
};
