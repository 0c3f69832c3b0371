/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. Instants are truncated to milliseconds everywhere. */
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

/** Formats an instant for output: ISO 8601 in UTC with milliseconds and `Z`. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

/** Returns the earliest of those instants that are known; null if none is. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * A length of time as it was promised. Days stay days, because a working day has no fixed length; everything smaller is
 * in whole milliseconds.
 */
export interface Duration {
  readonly days: number;
  readonly ms: number;
}

/** Why a text is rejected as a duration. `message` says what was expected. */
interface DurationRefusal {
  readonly code:
    | 'durationMalformed'
    | 'durationInMonths'
    | 'durationNegative'
    | 'durationFraction'
    | 'durationZero'
    | 'durationTooLong';
  readonly message: string;
}

/** More than a year with its holidays; a longer promise is a mistake in the unit. */
export const DURATION_MAX_DAYS = 400;

const DAYS_PER_WEEK = 7;
const NUMBER = '(\\d+(?:[.,]\\d+)?)';
// The lookaheads refuse a bare "P" and a bare "T".
const ISO = new RegExp(
  `^P(?=.)(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=.)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);
const SIGNED = /^[+-]|-\d/;
const IN_MONTHS = /^P[^T]*\d[YM]/;
const LONGEST_TEXT = 100;

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 * Hours, minutes and seconds may have a fraction on the smallest unit given; it is rounded to whole milliseconds.
 * A fraction of a week or day is refused, because half a working day has no defined length.
 */
export function parseDuration(text: string, options: { allowZero?: boolean } = {}): Duration | DurationRefusal {
  const parts = text.length <= LONGEST_TEXT ? ISO.exec(text) : null;
  if (parts === null) return whyMalformed(text);
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => part?.replace(',', '.'));
  const given = [weeks, days, hours, minutes, seconds].filter((part) => part !== undefined);
  if (given.slice(0, -1).some(isFraction) || isFraction(weeks) || isFraction(days)) {
    return {
      code: 'durationFraction',
      message: `Only the last of hours, minutes and seconds may have a fraction: ${text}`,
    };
  }
  const duration: Duration = {
    days: Number(weeks ?? 0) * DAYS_PER_WEEK + Number(days ?? 0),
    ms: Math.round(
      Number(hours ?? 0) * MS_PER_HOUR + Number(minutes ?? 0) * MS_PER_MINUTE + Number(seconds ?? 0) * MS_PER_SECOND,
    ),
  };
  const total = elapsedMs(duration);
  if (total > DURATION_MAX_DAYS * MS_PER_DAY) {
    return { code: 'durationTooLong', message: `At most P${DURATION_MAX_DAYS}D is possible, not ${text}.` };
  }
  if (total === 0 && options.allowZero !== true) {
    return { code: 'durationZero', message: `Expected a duration longer than nothing, not ${text}.` };
  }
  return duration;
}

/** Returns the duration around the clock, in milliseconds: a day has 24 hours. */
export function elapsedMs(duration: Duration): number {
  return duration.days * MS_PER_DAY + duration.ms;
}

function isFraction(part: string | undefined): boolean {
  return part?.includes('.') === true;
}

function whyMalformed(text: string): DurationRefusal {
  const start = text.slice(0, LONGEST_TEXT);
  const shown = JSON.stringify(start);
  if (IN_MONTHS.test(start)) {
    return {
      code: 'durationInMonths',
      message: `Months and years have no fixed length; write weeks or days, not ${shown}.`,
    };
  }
  if (SIGNED.test(start)) {
    return { code: 'durationNegative', message: `Expected a duration without a sign, such as PT5M, not ${shown}.` };
  }
  return {
    code: 'durationMalformed',
    message: `Expected an ISO 8601 duration such as PT5M, PT1H30M or P2D, not ${shown}.`,
  };
}

/** `PT1H30M` → `1 hour 30 minutes`. */
export function durationInWords(duration: string): string {
  const units: Readonly<Record<string, string>> = { W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' };
  return [...duration.matchAll(/(\d+(?:[.,]\d+)?)([WDHMS])/g)]
    .map(([, count, unit]) => `${count} ${units[unit!]}${count === '1' ? '' : 's'}`)
    .join(' ');
}
