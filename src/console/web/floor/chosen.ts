/** Leads to do something with: those selected, or all open ones that a filter finds. */
export type ChosenLeads =
  | { readonly ids: readonly string[] }
  | { readonly filter: Readonly<Record<string, string>>; readonly count: number };

export const countOf = (chosen: ChosenLeads): number => ('ids' in chosen ? chosen.ids.length : chosen.count);

/** Returns how requests for many leads name them. */
export const asNamed = (chosen: ChosenLeads) => ('ids' in chosen ? { ids: chosen.ids } : { filter: chosen.filter });
