/** What CRMs and billing tools tell of besides deals. */
export const REVENUE_KINDS = ['contracts', 'invoices', 'usage'] as const;
export type RevenueKind = (typeof REVENUE_KINDS)[number];

/** What CRMs and billing tools tell of: the last part of the address, too. */
export const REPORTED_KINDS = ['deals', ...REVENUE_KINDS] as const;
export type ReportedKind = (typeof REPORTED_KINDS)[number];
