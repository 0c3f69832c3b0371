/** What contracts are told apart by that is frozen with the deal by which they were sold. */
export const SALE_DIMENSIONS = ['channel', 'source', 'campaign', 'rep'] as const;
export type SaleDimension = (typeof SALE_DIMENSIONS)[number];
