import { caseless } from '../../platform/text.js';
import { add, isSame, NOTHING, type Outcome } from './outcome.js';

/** Policies are few; sources and owners that are more than these are counted together. */
export const ROWS_MAX = 500;
export const EXAMPLES_MAX = 20;

/** What leads have come to: by the draft, and really. */
export interface Row {
  readonly leads: number;
  /** Those that the draft has a policy for. */
  readonly covered: number;
  readonly would: Outcome;
  readonly was: Outcome;
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
  readonly would: Outcome;
  readonly was: Outcome;
}

export type Example = Pick<Compared, 'leadId' | 'policy' | 'would' | 'was'>;

/** By `=` and what they are kept apart by: a source may be called like something that every object has. Those too many are one, `OTHERS`. */
type Rows = Readonly<Record<string, Row>>;

/** All that has been compared so far: as large at the end as after some thousand leads. */
export interface Tally {
  readonly total: Row;
  readonly byPolicy: Rows;
  readonly bySource: Rows;
  readonly byOwner: Rows;
  readonly examples: readonly Example[];
}

export const NO_ROW: Row = { leads: 0, covered: 0, would: NOTHING, was: NOTHING };
export const NO_TALLY: Tally = { total: NO_ROW, byPolicy: {}, bySource: {}, byOwner: {}, examples: [] };
export const OTHERS = 'others';

export function count(tally: Tally, leads: readonly Compared[]): Tally {
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
