import type { Tx } from '../platform/sql/sql.js';
import type { Instant } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import type { AgeingStore, SeenQueues } from './ageing.store.js';
import type { GroupCodes } from './counts.js';
import type { End } from './facts/response-facts.js';
import type { Of, ReportScope, ReportStore } from './report.store.js';

/** A request for a report, with the stores that answer it. */
export interface ReportQuestion {
  /** A snapshot, so that all counts are of one moment. */
  readonly tx: Tx;
  readonly store: ReportStore;
  readonly open: AgeingStore;
  readonly scope: ReportScope;
  /** Whether it reports on leads, or on what owners did with them. */
  readonly of: Of;
  readonly end: End;
  readonly hasHistogram: boolean;
  /** Leads in queues that are seen as well. */
  readonly sees: SeenQueues;
  /** Maps any spelling of a source to its code. */
  readonly sourceOf: (text: string) => string;
  readonly teamOf: (repId: string) => string | null;
  readonly now: Instant;
}

/** Lists of counts, each with the codes of the dimensions. */
export type Counts = Readonly<Record<string, readonly GroupCodes[]>>;

export interface ReportCounts<Of extends Counts> {
  readonly groups: Of;
  /** The counts for the total row. */
  readonly whole: Of;
  /** The values of codes that are not in `report_key`. */
  readonly values?: ReadonlyMap<number, string>;
  readonly leavesOut?: LeftOut;
}

/** How many facts a report does not count, by reason. */
export interface LeftOut {
  readonly laterCycles: number;
  readonly testLeads: number;
  readonly imported: number;
}

/** A report: the counts that it reads, and the row that it builds from them. */
export interface Report<Of extends Counts, Row extends object> {
  count(question: ReportQuestion): Promise<ReportCounts<Of>>;
  row(counts: Of, question: Omit<ReportQuestion, 'tx'>): Row;
}

export interface Group<Of extends Counts> {
  readonly codes: readonly [number, number];
  readonly counts: Of;
}

/** Collects the counts of each group that occurs in any list. */
export function groupsOf<Of extends Counts>(counts: Of): Group<Of>[] {
  const names = Object.keys(counts);
  const byName = new Map(names.map((name) => [name, groupBy(counts[name]!, codesOf)]));
  const all = new Map(names.flatMap((name) => counts[name]!.map((row) => [codesOf(row), row] as const)));
  return [...all].map(([codes, { first, second }]) => ({
    codes: [first, second],
    counts: Object.fromEntries(names.map((name) => [name, byName.get(name)!.get(codes) ?? []])) as unknown as Of,
  }));
}

function codesOf({ first, second }: GroupCodes): string {
  return `${first} ${second}`;
}
