import { DateTime } from 'luxon';
import { compileWorkingTime } from '../src/calendar/working-time.js';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../src/platform/values/duration.js';
import { type Line, perSecond, rate } from './report.js';

const ZONE = 'America/New_York';
const QUESTIONS = 2_000;
const OFFICE: [string, string][] = [['09:00', '17:00']];
const WEEK = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };

/** Deadlines in working time, beside a walk over the days with luxon; both must agree. */
export function workingTime(): Line[] {
  const calendar = compileWorkingTime(
    { timeZone: ZONE, hours: WEEK, holidays: [], overrides: {}, breaks: {} },
    { timeZone: ZONE, holidaysOf: () => [], window: { firstYear: 2025, lastYear: 2027 } },
  );
  return [
    measure('a deadline in working time, 5 min to 8 h', (index) => ((index % 96) + 1) * 5 * MS_PER_MINUTE),
    measure('a deadline in working time, 40 h', () => 40 * MS_PER_HOUR),
  ];

  function measure(what: string, budgetOf: (index: number) => number): Line {
    const base = Date.UTC(2026, 0, 1);
    const questions = Array.from({ length: QUESTIONS }, (_, index) => ({
      from: base + index * 4_321_987,
      ms: budgetOf(index),
    }));
    const walkedMs = performance.now();
    const walked = questions.map(({ from, ms }) => walk(from, ms));
    const luxon = perSecond(QUESTIONS, performance.now() - walkedMs);
    const ask = () => questions.map(({ from, ms }) => calendar.deadline(from, { days: 0, ms }));
    for (let warm = 0; warm < 50; warm += 1) ask();
    const repeats = 200;
    const startedMs = performance.now();
    for (let repeat = 0; repeat < repeats; repeat += 1) ask();
    const ours = perSecond(QUESTIONS * repeats, performance.now() - startedMs);
    const differing = ask().filter((at, index) => at !== walked[index]).length;
    if (differing > 0) throw new Error(`${differing} answers differ from luxon's`);
    return {
      what,
      floor: `${rate(luxon)} (luxon)`,
      ours: rate(ours),
      ratio: `${Math.round(ours / luxon)} ×`,
      target: '≥ 200 ×',
    };
  }
}

/** The floor: day by day, from opening to closing. */
function walk(from: number, budgetMs: number): number {
  let left = budgetMs;
  for (let day = DateTime.fromMillis(from, { zone: ZONE }).startOf('day'); ; day = day.plus({ days: 1 })) {
    if (day.weekday > 5) continue;
    const open = Math.max(day.set({ hour: 9 }).toMillis(), from);
    const close = day.set({ hour: 17 }).toMillis();
    if (close <= open) continue;
    if (close - open >= left) return open + left;
    left -= close - open;
  }
}
