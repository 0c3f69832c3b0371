import { dayInWords, timeOfDay } from './times.js';

export interface Entry {
  readonly id: string;
  readonly occurredAt: string;
  readonly text: string;
}

interface Line extends Entry {
  /** `14:05` */
  readonly time: string;
}

interface Day {
  readonly day: string;
  readonly lines: readonly Line[];
}

/** Groups entries by day. Their sentences name another day only, and no zone, which the story's heading names. */
export function daysOf(entries: readonly Entry[], timeZone: string): Day[] {
  const days = new Map<string, Line[]>();
  for (const { id, occurredAt, text } of entries) {
    const day = dayInWords(occurredAt, timeZone);
    const short = text.replaceAll(` (${timeZone})`, '').replaceAll(`${day}, `, '');
    const lines = days.get(day) ?? [];
    days.set(day, lines);
    lines.push({ id, occurredAt, time: timeOfDay(occurredAt, timeZone), text: short });
  }
  return [...days].map(([day, lines]) => ({ day, lines }));
}

/**
 * Adds entries of something else to the part of a story that was read, which is sorted.
 * @param hasMore whether later entries were not read yet
 */
export function woven(entries: readonly Entry[], others: readonly Entry[], hasMore: boolean): Entry[] {
  const last = entries.at(-1)?.occurredAt ?? '';
  const shown = others.filter(({ occurredAt }) => !hasMore || occurredAt <= last);
  return [...entries, ...shown].sort((a, b) =>
    a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0,
  );
}
