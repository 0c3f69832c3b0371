import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../platform/values/duration.js';
import type { Chance } from './random.js';

/** Relative load of each hour of a day from midnight UTC; Berlin's day begins it and New York's ends it. */
const WEEKDAY = [1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 10, 9, 10, 12, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1];
const WEEKEND_SHARE = 0.25;
const DAYS = 7;

/**
 * Returns the arrival time of each lead of a file: in file order, over a week, more by day than at night.
 * @param monday the first instant of the week, UTC
 * @param gridMs arrivals are on whole multiples of this, so that a large file comes in batches
 */
export function arrivalsOf(count: number, monday: Instant, gridMs: number, chance: Chance): Instant[] {
  const hours = Array.from({ length: DAYS * WEEKDAY.length }, (_, hour) => busyness(hour));
  const total = hours.reduce((sum, each) => sum + each, 0);
  const arrivals: Instant[] = [];
  let hour = 0;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const place = ((index + chance.of('arrival', index)) / count) * total;
    while (before + hours[hour]! <= place) {
      before += hours[hour]!;
      hour += 1;
    }
    const at = (hour + (place - before) / hours[hour]!) * MS_PER_HOUR;
    arrivals.push(monday + Math.floor(at / gridMs) * gridMs);
  }
  return arrivals;
}

export function endOfWeek(monday: Instant): Instant {
  return monday + DAYS * MS_PER_DAY;
}

function busyness(hourOfWeek: number): number {
  const isWeekend = hourOfWeek >= 5 * WEEKDAY.length;
  return WEEKDAY[hourOfWeek % WEEKDAY.length]! * (isWeekend ? WEEKEND_SHARE : 1);
}

interface Entry<T> {
  readonly at: Instant;
  /** Breaks ties in the order of planning, so that every run is the same. */
  readonly number: number;
  readonly item: T;
}

/** Queue of planned items, earliest first: a binary heap. */
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

  /** The time of the next item, or null if none is planned. */
  get nextAt(): Instant | null {
    return this.heap[0]?.at ?? null;
  }

  /** Removes and returns the items planned up to `until`, in order. */
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
