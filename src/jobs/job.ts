import { type Instant, MS_PER_DAY, MS_PER_SECOND } from '../platform/duration.js';

/** Long work that is asked for over HTTP, done in the background, and gone on with when its node dies. */
export const JOB_KINDS = ['policyDryRun', 'changeDryRun', 'bulkClosing', 'bulkUndo', 'routingReplay'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Until then a node has to say again that it works on a job, or another one goes on with it. */
export const LEASE_MS = 30 * MS_PER_SECOND;
/** Taken so often without getting any further, a job ends its node each time: it is given up. */
export const ATTEMPTS_MAX = 5;
/** More that wait are a program's mistake. */
export const RUNNING_MAX = 20;
/** So long what came of a job can be asked for. */
export const KEPT_FOR_MS = 30 * MS_PER_DAY;

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly keyId: string;
  readonly state: JobState;
  /** From 0 to 1. */
  readonly progress: number;
  /** What came of it; null until it is done. */
  readonly result: object | null;
  /** Why it failed, in plain words. */
  readonly error: string | null;
  /** The closing of many leads that it works on; null where it works on none. */
  readonly bulkId: string | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** A job that this node has to itself for now. */
export interface TakenJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly request: unknown;
  readonly createdAt: Instant;
  /** What the last part of it has left; null where it has not begun. */
  readonly cursor: unknown;
  readonly attempts: number;
}

/** What one part of a job comes to. */
export type JobStep =
  | { readonly kind: 'goOn'; readonly cursor: object; readonly progress: number }
  | { readonly kind: 'done'; readonly result: object }
  /** It cannot be done, and never will be: why, in plain words. */
  | { readonly kind: 'refused'; readonly error: string };

/** How jobs of a kind are done: in parts, so that one that is cancelled stops at once and one that is cut off goes on. */
export interface JobRunner {
  /** The next part: well under a second, in turns with everybody else. It may be done again when its node dies over it. */
  step(job: Pick<TakenJob, 'id' | 'request' | 'createdAt'>, cursor: unknown): Promise<JobStep>;
  /** Puts in order what jobs that were cancelled, or given up, have left; asked again and again. */
  windUp?(): Promise<void>;
}
