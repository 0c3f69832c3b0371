import type { Platform } from '../platform.js';

/** The result of a request, or of requesting a token if no request followed. */
const PUSH_RESULTS = ['taken', 'partly', 'refused', 'busy', 'noAnswer', 'broken'] as const;
export type PushResult = (typeof PUSH_RESULTS)[number];

interface PushCount {
  readonly destination: string;
  readonly platform: Platform;
  readonly result: PushResult;
  readonly count: number;
}

/** Counts the requests that this node has posted since it started, by destination. */
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

/** Counts the items that have failed for good unexpectedly (`isAlarming`) since this node started, by destination. */
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
