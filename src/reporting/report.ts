import type { Instant } from '../platform/duration.js';
import { groupBy } from '../platform/group.js';
import type { Tx } from '../platform/sql.js';
import type { Grouped } from './counts.js';
import type { End } from './facts/facts.js';
import type { AgeingStore, Of, ReportScope, ReportStore, SeenQueues } from './report.store.js';

/** What is asked of a report, with whoever knows the facts. */
export interface ReportQuestion {
  /** In which everything is as of one moment. */
  readonly tx: Tx;
  readonly store: ReportStore;
  readonly open: AgeingStore;
  readonly scope: ReportScope;
  /** About leads as a whole, or about their owners' part in them. */
  readonly of: Of;
  readonly end: End;
  readonly hasHistogram: boolean;
  /** Of what waits for an owner, what is seen as well. */
  readonly sees: SeenQueues;
  /** The code of a source, however it is spelled. */
  readonly sourceOf: (text: string) => string;
  /** The team of a rep today. */
  readonly teamOf: (repId: string) => string | null;
  readonly now: Instant;
}

/** What was counted, each list by the codes of the dimensions. */
export type Counts = Readonly<Record<string, readonly Grouped[]>>;

export interface Counted<Of extends Counts> {
  readonly groups: Of;
  /** All of them together. */
  readonly whole: Of;
  /** What codes stand for, where that is not in the table of keys. */
  readonly values?: ReadonlyMap<number, string>;
}

/** A report: what it counts, and what it makes of it. */
export interface Report<Of extends Counts, Row extends object> {
  count(question: ReportQuestion): Promise<Counted<Of>>;
  row(counts: Of, question: Omit<ReportQuestion, 'tx'>): Row;
}

export interface Group<Of extends Counts> {
  readonly codes: readonly [number, number];
  readonly counts: Of;
}

/** What was counted of each group, of whatever any was counted. */
export function groupsOf<Of extends Counts>(counts: Of): Group<Of>[] {
  const names = Object.keys(counts);
  const byName = new Map(names.map((name) => [name, groupBy(counts[name]!, codesOf)]));
  const all = new Map(names.flatMap((name) => counts[name]!.map((row) => [codesOf(row), row] as const)));
  return [...all].map(([codes, { first, second }]) => ({
    codes: [first, second],
    counts: Object.fromEntries(names.map((name) => [name, byName.get(name)!.get(codes) ?? []])) as unknown as Of,
  }));
}

function codesOf({ first, second }: Grouped): string {
  return `${first} ${second}`;
}
