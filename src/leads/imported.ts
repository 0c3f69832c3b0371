/** Which leads count that an import has brought along with their past. */
export const IMPORTED = ['without', 'only', 'with'] as const;
export type Imported = (typeof IMPORTED)[number];

/**
 * The cycle that leads were brought along with: it was lived through elsewhere, so nothing was promised in it. What
 * Touchline does with a lead begins with cycle 1.
 */
export const PAST_CYCLE = 0;

/** SQL for whether a lead was taken back with its import: it counts and is listed nowhere. None is open. */
export const IS_UNDONE = 'lead.erasure_id is not null and lead.erasure_id is not distinct from lead.import_id';
