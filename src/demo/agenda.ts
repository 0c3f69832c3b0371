import type { Instant } from '../platform/instant.js';

interface Entry<T> {
  readonly at: Instant;
  /** Ties are taken in the order in which they were planned, so that every run is the same. */
  readonly number: number;
  readonly item: T;
}

/** What is planned, the earliest first: a binary heap. */
export class Agenda<T> {
  private readonly heap: Entry<T>[] = [];
  private planned = 0;

  plan(at: Instant, item: T): void {
    this.planned += 1;
    this.heap.push({ at, number: this.planned, item });
    let place = this.heap.length - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.isBefore(place, above)) return;
      this.swap(place, above);
      place = above;
    }
  }

  /** When the next item is planned; null when nothing is. */
  get nextAt(): Instant | null {
    return this.heap[0]?.at ?? null;
  }

  /** Everything planned until then, in order. */
  take(until: Instant): T[] {
    const items: T[] = [];
    while (this.heap.length > 0 && this.heap[0]!.at <= until) items.push(this.takeFirst());
    return items;
  }

  private takeFirst(): T {
    const { item } = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return item;
    this.heap[0] = last;
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const below = right < this.heap.length && this.isBefore(right, left) ? right : left;
      if (below >= this.heap.length || !this.isBefore(below, place)) return item;
      this.swap(place, below);
      place = below;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.at < other.at || (one.at === other.at && one.number < other.number);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
