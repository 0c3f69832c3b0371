import type { Caller } from '../auth/scope.js';

interface Rows {
  readonly data: readonly { readonly key: object }[];
}

/**
 * Removes rows about other people if the settings restrict these to the person concerned. This applies to people, who
 * use a session; for programs, the scopes of their keys decide.
 * @returns the report with the number of rows removed, if any
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

/** Dimensions whose rows are about single people. */
const OF_PEOPLE = ['rep', 'giver', 'receiver'];

function isOwn(key: object, repId: string | null): boolean {
  const people = Object.entries(key).filter(([dimension]) => OF_PEOPLE.includes(dimension));
  return people.every(([, person]) => person === null || person === repId);
}
