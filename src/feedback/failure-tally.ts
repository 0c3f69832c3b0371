import type { Platform } from './platform.js';

export interface FailureCount {
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
