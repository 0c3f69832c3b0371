/** What contracts are told apart by that is frozen with the deal by which they were sold. */
export const ATTRIBUTIONS = ['channel', 'source', 'campaign', 'rep'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];
