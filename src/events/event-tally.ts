import type { EventType, NewEvent } from './event.js';

/** Counts the events of this node since it started, by type. */
export class EventTally {
  private readonly counts = new Map<EventType, number>();

  add(events: readonly NewEvent[]): void {
    for (const { type } of events) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
  }

  of(type: EventType): number {
    return this.counts.get(type) ?? 0;
  }
}
