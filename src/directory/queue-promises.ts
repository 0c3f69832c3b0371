import { deadlineInReach } from '../clocks/deadline.js';
import { type Duration, type Instant, parseDuration } from '../platform/values/duration.js';
import type { Directory } from './directory.js';

/** The promise of a queue that leads leave it within a time, in the working time of its owner. */
export interface QueuePromise {
  readonly queueId: string;
  /** The rep who is notified of the queue, and whose time counts; null if there is none: then the company's counts. */
  readonly ownerId: string | null;
  /** The duration as written. */
  readonly within: string;
  /**
   * By when a lead has to be out again. Later for a lead that came later. Null if the calendar has no such moment within
   * reach.
   */
  outBy(since: Instant): Instant | null;
}

type Known = Pick<Directory, 'content' | 'hours' | 'ownerOfQueue'>;

/** Returns the promise of a queue; null if it makes none. */
export function promiseOfQueue(directory: Known, queueId: string | null): QueuePromise | null {
  const within = queueId === null ? null : (directory.content.queues.get(queueId)?.within ?? null);
  if (queueId === null || within === null) return null;
  const ownerId = directory.ownerOfQueue(queueId);
  const { working } = directory.hours.ofQueue(ownerId);
  // Checked when the queue was saved.
  const budget = parseDuration(within) as Duration;
  return { queueId, ownerId, within, outBy: (since) => deadlineInReach(since, budget, working) };
}

export function promisesOfQueues(directory: Known): QueuePromise[] {
  return [...directory.content.queues.keys()].flatMap((queueId) => promiseOfQueue(directory, queueId) ?? []);
}

/**
 * Returns the latest instant at which a lead can have come in whose time is over by now.
 * @param oldest when the first lead came in
 * @returns null if the time of that lead is not over
 */
export function overdueUpTo({ outBy }: Pick<QueuePromise, 'outBy'>, oldest: Instant, now: Instant): Instant | null {
  const isOver = (since: Instant) => {
    const by = outBy(since);
    return by !== null && by <= now;
  };
  if (!isOver(oldest)) return null;
  let over = oldest;
  let open = now + 1;
  while (open - over > 1) {
    const between = Math.floor((over + open) / 2);
    if (isOver(between)) over = between;
    else open = between;
  }
  return over;
}
