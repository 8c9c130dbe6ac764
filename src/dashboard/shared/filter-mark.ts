/** Marks the field that `/` goes to: `slotProps={{htmlInput: filterField}}`. */
export const filterField = { "data-filter-field": "" } as const;
