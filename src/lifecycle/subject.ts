import type { SubjectType } from '../events/event.js';
import type { Actor } from '../platform/actor.js';
import type { Instant } from '../platform/instant.js';

/**
 * Something that things happen to, opened for a unit of work: a lead, a rep. Its events are numbered from 1 without a gap,
 * so whoever opens it has it locked. Subjects are locked in this order, and those of a kind by id: leads, reps.
 */
export interface Subject {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  /** When the latest thing happened to it: nothing happens before. Null when nothing has. */
  readonly latestAt: Instant | null;
  /** On whose account things happen to it where that is not whoever does the work: leads of many senders come in together. */
  readonly actor?: Actor | undefined;
  /** @returns the number of the event that happens to it now */
  numberEvent(at: Instant): number;
}
