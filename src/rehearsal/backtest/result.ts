import type { LeadClock } from '../../clocks/clock.js';
import type { CompiledCondition } from '../../conditions/condition.js';
import type { Directory } from '../../directory/directory.js';
import { firstMatching } from '../../lifecycle/lead-clocks.js';
import type { Instant } from '../../platform/duration.js';
import { caseless } from '../../platform/text.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { DryRunBody } from './backtest.schema.js';
import type { History } from './history.js';
import { add, type Effects, isSame, NOTHING, outcomeOf, type PlayedOutcome } from './outcome.js';
import { play } from './playing.js';

/** Policies are few; sources and owners that are more than these are counted together. */
export const ROWS_MAX = 500;
export const EXAMPLES_MAX = 20;

/** What leads have come to: by the draft, and really. */
interface Row {
  readonly leads: number;
  /** Those that the draft has a policy for. */
  readonly covered: number;
  readonly would: PlayedOutcome;
  readonly was: PlayedOutcome;
  /** How its name is written by the first lead of it, where case does not matter. */
  readonly spelt?: string;
}

/** A lead, compared. */
export interface Compared {
  readonly leadId: string;
  /** The place of the policy in the draft that the lead would have got; null for none. */
  readonly policy: number | null;
  readonly source: string;
  /** Who had it first; null where nobody ever had. */
  readonly repId: string | null;
  readonly would: PlayedOutcome;
  readonly was: PlayedOutcome;
}

type Example = Pick<Compared, 'leadId' | 'policy' | 'would' | 'was'>;

/** By `=` and what they are kept apart by: a source may be called like something that every object has. Those too many are one, `OTHERS`. */
type Rows = Readonly<Record<string, Row>>;

/** All that has been compared so far: as large at the end as after some thousand leads. */
export interface BacktestTally {
  readonly total: Row;
  readonly byPolicy: Rows;
  readonly bySource: Rows;
  readonly byOwner: Rows;
  readonly examples: readonly Example[];
}

const NO_ROW: Row = { leads: 0, covered: 0, would: NOTHING, was: NOTHING };
export const NO_TALLY: BacktestTally = { total: NO_ROW, byPolicy: {}, bySource: {}, byOwner: {}, examples: [] };
const OTHERS = 'others';

export function count(tally: BacktestTally, leads: readonly Compared[]): BacktestTally {
  const rows = { policy: { ...tally.byPolicy }, source: { ...tally.bySource }, owner: { ...tally.byOwner } };
  const examples = [...tally.examples];
  let { total } = tally;
  for (const lead of leads) {
    const { leadId, policy, source, repId, would, was } = lead;
    total = counted(total, lead);
    into(rows.policy, policy === null ? '' : String(policy), lead);
    into(rows.source, caseless(source), lead, source);
    into(rows.owner, repId ?? '', lead);
    if (examples.length < EXAMPLES_MAX && policy !== null && !isSame(would, was))
      examples.push({ leadId, policy, would, was });
  }
  return { total, byPolicy: rows.policy, bySource: rows.source, byOwner: rows.owner, examples };
}

/** @param spelt how it is written, where that is not how it is compared */
function into(rows: Record<string, Row>, name: string, lead: Compared, spelt?: string): void {
  const own = `=${name}`;
  const key = Object.hasOwn(rows, own) || Object.keys(rows).length < ROWS_MAX ? own : OTHERS;
  const known = Object.hasOwn(rows, key) ? rows[key]! : null;
  const as = known === null ? spelt : known.spelt;
  rows[key] = { ...counted(known ?? NO_ROW, lead), ...(as !== undefined && { spelt: as }) };
}

function counted({ leads, covered, would, was }: Row, lead: Compared): Row {
  return {
    leads: leads + 1,
    covered: covered + (lead.policy === null ? 0 : 1),
    would: add(would, lead.would),
    was: add(was, lead.was),
  };
}

const names = new Intl.Collator('en', { numeric: true });

/** The same order every time, whichever lead was read first: by name, and what has none last. */
const byName = (a: string, b: string) => Number(a === NAMELESS) - Number(b === NAMELESS) || names.compare(a, b);
const NAMELESS = '=';

/** What is answered in the end. The most leads first. */
export function resultOf({ total, byPolicy, bySource, byOwner, examples }: BacktestTally, asked: DryRunBody) {
  const { from, to, policy, policies = [policy!] } = asked;
  return {
    from,
    to,
    ...total,
    byPolicy: rowsOf({ ...noRows(policies.length), ...byPolicy }, (place) => ({
      policy: place === '' ? null : Number(place),
      name: (place === '' ? null : policies[Number(place)]?.name) ?? null,
    })),
    bySource: rowsOf(bySource, (source) => ({ source })),
    byOwner: rowsOf(byOwner, (repId) => (repId === null ? { repId, others: true } : { repId: repId || null })),
    examples,
  };
}

function rowsOf<Named extends object>(rows: Readonly<Record<string, Row>>, nameOf: (name: string | null) => Named) {
  return Object.entries(rows)
    .sort(([keyA, a], [keyB, b]) => b.leads - a.leads || byName(keyA, keyB))
    .map(([key, { spelt, ...row }]) => ({ ...nameOf(key === OTHERS ? null : (spelt ?? key.slice(1))), ...row }));
}

/** One of which no lead got anything is told of too: an earlier one may take all that it is for. */
function noRows(count: number): Record<string, Row> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`=${place}`, NO_ROW]));
}

/** What is tried: policies in the order in which they are asked. */
export interface PolicyDraft {
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  /** When it was asked: a promise whose deadline comes later is open. */
  readonly askedAt: Instant;
}

/** What really followed of a lead. */
export interface Reality {
  readonly clocks: readonly LeadClock[];
  readonly recorded: Pick<Effects, 'warned' | 'escalations'>;
}

/** A lead by the draft, beside what really became of it. */
export function compare(
  { policies, askedAt }: PolicyDraft,
  history: History,
  { clocks, recorded }: Reality,
  directory: Directory,
): Compared {
  const { document, leadId, tenures } = history;
  const policy = firstMatching({ ...directory.content, policies }, document);
  const unreachable = history.closings.filter(({ isProven }) => isProven).length;
  const moves = tenures.filter(({ cause, repId }) => cause === 'breach' && repId !== null).length;
  return {
    leadId,
    policy: policy === null ? null : policies.findIndex((each) => each.policy === policy),
    source: directory.content.sources.codeOf(document.source),
    repId: tenures.find(({ repId }) => repId !== null)?.repId ?? null,
    would: policy === null ? NOTHING : play(history, policy, directory.withPolicies(policies), askedAt),
    was: outcomeOf(clocks, { moves, unreachable, ...recorded }),
  };
}
