import type { Caller } from '../auth/scope.js';

interface Rows {
  readonly data: readonly { readonly key: object }[];
  readonly total: unknown;
}

/**
 * Removes rows about other people if the settings restrict these to the person concerned, and the total if it would
 * tell the figures of a single other one. This applies to people, who use a session; for programs, the scopes of their
 * keys decide.
 * @returns the report with the number of rows removed, if any
 */
export function withoutOthers<Report extends Rows>(
  report: Report,
  { session, repId }: Caller,
  settings: { readonly individualReports: 'self' | 'managers' },
): WithoutOthers<Report> {
  if (session === undefined || settings.individualReports === 'managers') return report;
  const data = report.data.filter(({ key }) => othersOf(key, repId).length === 0);
  const withheld = report.data.length - data.length;
  if (withheld === 0) return report;
  const others = new Set(report.data.flatMap(({ key }) => othersOf(key, repId)));
  return { ...report, data, withheld, ...(others.size === 1 && { total: null }) };
}

type WithoutOthers<Report extends Rows> = Omit<Report, 'total'> & { total: Report['total'] | null; withheld?: number };

/** Dimensions whose rows are about single people. */
const OF_PEOPLE = ['rep', 'giver', 'receiver'];

/** Returns the other people that a row is about. */
function othersOf(key: object, repId: string | null): string[] {
  const people = Object.entries(key).filter(([dimension]) => OF_PEOPLE.includes(dimension));
  return people.flatMap(([, person]) => (person === null || person === repId ? [] : person));
}
