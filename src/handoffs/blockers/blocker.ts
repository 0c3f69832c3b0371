import type { Instant } from '../../platform/instant.js';

/** Of one handoff, with those that are resolved. */
export const BLOCKERS_MAX = 100;

/** What holds a handoff up: somebody sees to it by a date. */
export interface Blocker {
  readonly id: string;
  readonly handoffId: string;
  readonly text: string;
  readonly ownerRepId: string;
  readonly dueAt: Instant;
  readonly raisedAt: Instant;
  readonly resolvedAt: Instant | null;
  /** What is done another way next time, in the words of whoever resolved it. */
  readonly lesson: string | null;
  /** The record that could not be made; null where a person raised it. */
  readonly recordId: string | null;
}
