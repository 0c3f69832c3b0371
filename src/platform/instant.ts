/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. Instants are cut to milliseconds everywhere. */
export type Instant = number;

/** A half-open interval of time, `[from, to)`, in epoch milliseconds. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

/** How an instant leaves the program: ISO 8601 in UTC with milliseconds and `Z`. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}
