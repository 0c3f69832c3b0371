/** The dimensions of contracts that are frozen with the deal that sold them. */
export const ATTRIBUTIONS = ['channel', 'source', 'campaign', 'rep'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];
