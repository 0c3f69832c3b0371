import { type Instant, MS_PER_DAY, MS_PER_SECOND } from '../platform/values/duration.js';

/** Kinds of long work that are requested over HTTP, run in the background, and continue if their node dies. */
export const JOB_KINDS = [
  'policyDryRun',
  'changeDryRun',
  'bulkClosing',
  'bulkUndo',
  'routingReplay',
  'activation',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['running', 'done', 'failed', 'cancelled'] as const;
type JobState = (typeof JOB_STATES)[number];

/** How long a node keeps a job without renewing its lease; then another node takes over. */
export const LEASE_MS = 30 * MS_PER_SECOND;
/** A job that is taken this often without progress probably crashes its node, and fails. */
export const ATTEMPTS_MAX = 5;
/** A limit on the jobs of one key that wait or run; more are probably a client's mistake. */
export const OF_A_KEY_MAX = 100;
export const KEPT_FOR_MS = 30 * MS_PER_DAY;

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly keyId: string;
  readonly state: JobState;
  /** From 0 to 1. */
  readonly progress: number;
  /** Null until the job is done. */
  readonly result: object | null;
  readonly error: string | null;
  readonly bulkId: string | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** A job that this node has a lease on. */
export interface TakenJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly keyId: string;
  readonly request: unknown;
  readonly createdAt: Instant;
  /** The cursor of the last step; null before the first. */
  readonly cursor: unknown;
  readonly attempts: number;
}

export type JobStep =
  | { readonly kind: 'goOn'; readonly cursor: object; readonly progress: number }
  | { readonly kind: 'done'; readonly result: object }
  /** The job can never succeed; `error` says why in plain words. */
  | { readonly kind: 'refused'; readonly error: string };

/** Runs jobs of a kind in steps, so that a cancelled job stops at once and an interrupted one continues. */
export interface JobRunner {
  /** Runs the next step, in well under a second. A step is repeated if its node dies during it. */
  step(job: Pick<TakenJob, 'id' | 'request' | 'createdAt'>, cursor: unknown): Promise<JobStep>;
  /** Cleans up after jobs that have ended; called periodically. @param nextId the job that continues, if any */
  windUp?(nextId: string | undefined): Promise<void>;
}
