import type { LeadClock } from '../../clocks/clock.js';
import type { CompiledCondition } from '../../conditions/condition-evaluate.js';
import type { Directory } from '../../directory/directory.js';
import { firstMatching } from '../../lifecycle/clocks/lead-clocks.js';
import type { Instant } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { DryRunBody } from './backtest.schema.js';
import type { History } from './history.js';
import { add, type Effects, isSame, NOTHING, outcomeOf, type PlayedOutcome } from './outcome.js';
import { play } from './playing.js';

/** Sources and owners beyond this number are counted together. Policies are few. */
export const ROWS_MAX = 500;
export const EXAMPLES_MAX = 20;

interface Row {
  readonly leads: number;
  /** Leads that a policy of the draft covers. */
  readonly covered: number;
  readonly would: PlayedOutcome;
  readonly was: PlayedOutcome;
  /** The spelling of the name in its first lead, for names compared without case. */
  readonly spelt?: string;
}

export interface ComparedLead {
  readonly leadId: string;
  /** The index of the draft's policy that it would get; null for none. */
  readonly policy: number | null;
  readonly source: string;
  /** Its first owner; null if it never had one. */
  readonly repId: string | null;
  readonly would: PlayedOutcome;
  readonly was: PlayedOutcome;
}

type Example = Pick<ComparedLead, 'leadId' | 'policy' | 'would' | 'was'>;

/** Rows by `=` and their name, so that a source never names a property of every object; the excess is in `OTHERS`. */
type Rows = Readonly<Record<string, Row>>;

/** The sums so far; their size is bounded. */
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

export function count(tally: BacktestTally, leads: readonly ComparedLead[]): BacktestTally {
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

/** @param spelt the spelling, for names compared without case */
function into(rows: Record<string, Row>, name: string, lead: ComparedLead, spelt?: string): void {
  const own = `=${name}`;
  const key = Object.hasOwn(rows, own) || Object.keys(rows).length < ROWS_MAX ? own : OTHERS;
  const known = Object.hasOwn(rows, key) ? rows[key]! : null;
  const as = known === null ? spelt : known.spelt;
  rows[key] = { ...counted(known ?? NO_ROW, lead), ...(as !== undefined && { spelt: as }) };
}

function counted({ leads, covered, would, was }: Row, lead: ComparedLead): Row {
  return {
    leads: leads + 1,
    covered: covered + (lead.policy === null ? 0 : 1),
    would: add(would, lead.would),
    was: add(was, lead.was),
  };
}

const names = new Intl.Collator('en', { numeric: true });

/** Sorts by name, unnamed rows last, so that the order does not depend on which lead was read first. */
const byName = (a: string, b: string) => Number(a === NAMELESS) - Number(b === NAMELESS) || names.compare(a, b);
const NAMELESS = '=';

/** Returns the result, rows with the most leads first. */
export function resultOf({ total, byPolicy, bySource, byOwner, examples }: BacktestTally, request: DryRunBody) {
  const { from, to, policy, policies = [policy!] } = request;
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

/** Includes policies without leads: an earlier one may match all of theirs. */
function noRows(count: number): Record<string, Row> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`=${place}`, NO_ROW]));
}

/** The draft: policies in the order in which they are matched. */
export interface PolicyDraft {
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  /** When the backtest was requested; a promise with a later deadline is open. */
  readonly askedAt: Instant;
}

export interface Reality {
  readonly clocks: readonly LeadClock[];
  readonly recorded: Pick<Effects, 'warned' | 'escalations'>;
}

export function compare(
  { policies, askedAt }: PolicyDraft,
  history: History,
  { clocks, recorded }: Reality,
  directory: Directory,
): ComparedLead {
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
