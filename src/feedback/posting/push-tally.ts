import type { Platform } from '../platform.js';

/** What came of a request, or of asking for a token where it came to none. */
const PUSH_RESULTS = ['taken', 'partly', 'refused', 'busy', 'noAnswer', 'broken'] as const;
export type PushResult = (typeof PUSH_RESULTS)[number];

interface PushCount {
  readonly destination: string;
  readonly platform: Platform;
  readonly result: PushResult;
  readonly count: number;
}

/** How this node has posted since it started, by destination. */
export class PushTally {
  private readonly counts = new Map<string, PushCount>();

  add({ id, platform }: { readonly id: string; readonly platform: Platform }, result: PushResult): void {
    const key = `${id} ${result}`;
    const count = (this.counts.get(key)?.count ?? 0) + 1;
    this.counts.set(key, { destination: id, platform, result, count });
  }

  all(): PushCount[] {
    return [...this.counts.values()];
  }
}

interface FailureCount {
  readonly destination: string;
  readonly platform: Platform;
  readonly count: number;
}

/** How many items have failed for good since this node started, by destination: those that should not have (`isAlarming`). */
export class FailureTally {
  private readonly counts = new Map<string, FailureCount>();

  add({ id, platform }: { readonly id: string; readonly platform: Platform }, items: number): void {
    const count = (this.counts.get(id)?.count ?? 0) + items;
    if (items > 0) this.counts.set(id, { destination: id, platform, count });
  }

  all(): FailureCount[] {
    return [...this.counts.values()];
  }
}
