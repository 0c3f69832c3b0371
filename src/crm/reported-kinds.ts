export const REVENUE_KINDS = ['contracts', 'invoices', 'usage'] as const;
export type RevenueKind = (typeof REVENUE_KINDS)[number];

/** The kinds of objects that CRMs and billing tools report; the last part of the address, too. */
export const REPORTED_KINDS = ['deals', ...REVENUE_KINDS] as const;
export type ReportedKind = (typeof REPORTED_KINDS)[number];
