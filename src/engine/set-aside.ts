import { type Instant, MS_PER_MINUTE } from '../platform/values/duration.js';

/** How long work rests that fails for a reason of its own. All other work goes on meanwhile. */
export const SET_ASIDE_MS = MS_PER_MINUTE;

/** With more than this, the cause is not in single subjects, and listing them does not help. */
const SUBJECTS_MAX = 10_000;

/**
 * Subjects that cannot be dealt, moved or re-planned just now, for a reason of their own. Each node has its own list.
 */
export class SetAside {
  private readonly until = new Map<string, Instant>();

  /** @throws the cause if so many subjects rest already that it cannot be the fault of single ones */
  add(id: string, now: Instant, cause: unknown): void {
    if (this.until.size >= SUBJECTS_MAX) throw cause;
    this.until.set(id, now + SET_ASIDE_MS);
  }

  /** Returns the subjects that still rest. */
  at(now: Instant): string[] {
    for (const [id, until] of this.until) if (until <= now) this.until.delete(id);
    return [...this.until.keys()];
  }

  /** When the first of them may be tried again; null if there are none. */
  get nextAt(): Instant | null {
    return this.until.size === 0 ? null : Math.min(...this.until.values());
  }
}
