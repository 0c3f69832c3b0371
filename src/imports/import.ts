import { type Instant, MS_PER_DAY, MS_PER_SECOND } from '../platform/values/duration.js';

export const IMPORT_MODES = ['live', 'history', 'byAge'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export const IMPORT_STATES = [
  'uploading',
  'mapping',
  'rehearsed',
  'running',
  'done',
  'cancelled',
  'undone',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** The states in which a file, a mapping and a start are taken. */
export const PREPARING: readonly ImportState[] = ['mapping', 'rehearsed'];
export const FINISHED: readonly ImportState[] = ['done', 'cancelled', 'undone', 'failed'];

/** How long a file and its refused rows are kept. */
export const FILE_KEPT_MS = 7 * MS_PER_DAY;
/** How long after its end an import can be undone. */
export const UNDONE_WITHIN_MS = 7 * MS_PER_DAY;
/** How long a node keeps an import without a sign, before another takes it over. */
export const LEASE_MS = 30 * MS_PER_SECOND;
/** An import that is taken so often without progress crashes its node. */
export const ATTEMPTS_MAX = 5;

/** What was recognised of a file. */
export interface FileForm {
  /** Null of a workbook, as is the separator. */
  readonly encoding: string | null;
  readonly separator: string | null;
  /** The name of the sheet that was read, if it is a workbook. */
  readonly sheet?: string | null;
  readonly columns: readonly string[];
}

/** What became of rows. */
export interface RowCounts {
  readonly created: number;
  readonly joined: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Rows with a date of at least two working days ago, and others with a date. */
  readonly older: number;
  readonly newer: number;
}

export const NO_ROWS: RowCounts = { created: 0, joined: 0, unchanged: 0, rejected: 0, older: 0, newer: 0 };

interface Progress {
  readonly rows: number;
  readonly done: number;
  readonly begunAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** Returns how many rows a second were done, and how long the rest takes; null before anything is known. */
export function paceOf({ rows, done, begunAt, finishedAt }: Progress, now: Instant) {
  const ms = begunAt === null ? 0 : (finishedAt ?? now) - begunAt;
  if (done === 0 || ms <= 0) return { perSecond: null, secondsLeft: null };
  const perSecond = (done * MS_PER_SECOND) / ms;
  const secondsLeft = finishedAt === null ? Math.ceil((rows - done) / perSecond) : 0;
  return { perSecond: Math.round(perSecond * 10) / 10, secondsLeft };
}

/** Returns before which instant a row is history; null if none is. @param at when the import began */
export function pastBefore(mode: ImportMode, at: Instant): Instant | null {
  return mode === 'live' ? null : mode === 'history' ? Number.POSITIVE_INFINITY : oldBefore(at);
}

const WORKING_DAYS = 2;

/** Returns the instant two working days before another, from Monday to Friday: what is older is no new lead. */
export function oldBefore(now: Instant): Instant {
  let at = now;
  for (let days = 0; days < WORKING_DAYS; ) {
    at -= MS_PER_DAY;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days += 1;
  }
  return at;
}
