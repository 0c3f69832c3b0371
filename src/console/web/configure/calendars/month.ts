import { instantOf } from '../../parts/times.js';

const DAY_MS = 86_400_000;

const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** Returns the weeks of a month such as `2026-03`, Monday to Sunday, including days of adjacent months. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const monday = dateAfter(first, -((new Date(first).getUTCDay() + 6) % 7));
  const next = `${monthAfter(month, 1)}-01`;
  const weeks: string[][] = [];
  for (let day = monday; day < next; day = dateAfter(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => dateAfter(day, at)));
  }
  return weeks;
}

/** @param months how many months later; negative for earlier */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, number! - 1 + months, 1)).toISOString().slice(0, 7);
}

/** Says whether a zone's clocks go forward or back on a day; null if they do not. */
export function clockChangeOn(date: string, zone: string): string | null {
  const [start, end] = [date, dateAfter(date, 1)].map((day) => Date.parse(instantOf(`${day}T00:00`, zone)));
  const changed = (end! - start! - DAY_MS) / 60_000;
  return changed === 0 ? null : `Clocks go ${changed > 0 ? 'back' : 'forward'}`;
}
