import type { Caller } from '../auth/scope.js';
import { seesFiguresOf } from '../leads/visibility.js';

interface Rows {
  readonly data: readonly { readonly key: object }[];
  readonly total: unknown;
}

/**
 * Removes rows about people whose figures the caller may not see, and the total if it would tell those of a single one.
 * @returns the report with the number of rows removed, if any
 */
export function withoutOthers<Report extends Rows>(
  report: Report,
  caller: Caller,
  settings: { readonly individualReports: 'self' | 'managers' },
): WithoutOthers<Report> {
  const hiddenIn = ({ key }: Rows['data'][number]) =>
    peopleOf(key).filter((id) => !seesFiguresOf(id, caller, settings));
  const data = report.data.filter((row) => hiddenIn(row).length === 0);
  const withheld = report.data.length - data.length;
  if (withheld === 0) return report;
  const others = new Set(report.data.flatMap(hiddenIn));
  return { ...report, data, withheld, ...(others.size === 1 && { total: null }) };
}

type WithoutOthers<Report extends Rows> = Omit<Report, 'total'> & { total: Report['total'] | null; withheld?: number };

/** Dimensions whose rows are about single people. */
const OF_PEOPLE = ['rep', 'giver', 'receiver'];

/** Returns the people that a row is about. */
function peopleOf(key: object): string[] {
  return Object.entries(key).flatMap(([dimension, id]) => (OF_PEOPLE.includes(dimension) && id !== null ? id : []));
}
