import type { Caller } from '../auth/scope.js';

interface Rows {
  readonly data: readonly { readonly key: object }[];
}

/**
 * A report without the rows of single people that are for themselves. That holds for people, who look by a session: what
 * programs read by their keys, their scopes say.
 * @returns with how many rows were left out, where any were
 */
export function withoutOthers<Report extends Rows>(
  report: Report,
  { session, repId }: Caller,
  settings: { readonly individualReports: 'self' | 'managers' },
): Report & { withheld?: number } {
  if (session === undefined || settings.individualReports === 'managers') return report;
  const data = report.data.filter(({ key }) => isOwn(key, repId));
  const withheld = report.data.length - data.length;
  return withheld === 0 ? report : { ...report, data, withheld };
}

/** By which rows are about single people. */
const OF_PEOPLE = ['rep', 'giver', 'receiver'];

function isOwn(key: object, repId: string | null): boolean {
  const people = Object.entries(key).filter(([dimension]) => OF_PEOPLE.includes(dimension));
  return people.every(([, person]) => person === null || person === repId);
}
