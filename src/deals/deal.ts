import type { Row } from '../platform/sql/table.js';
import type { Instant } from '../platform/values/duration.js';
import type { DEAL } from './deal.table.js';
import { NOT_ENDED, type OfTerm } from './renewals/renewal-deal.js';
import { type AgreedTerm, replacedBy, restored, type SaidSoldFor } from './sold-for.js';

export const DEAL_STAGES = ['open', 'won', 'lost'] as const;
export type DealStage = (typeof DEAL_STAGES)[number];

/** The stages of a deal. It returns to open if its end was reported too early, or if it is taken up again. */
export const DEAL_TRANSITIONS: Readonly<Record<DealStage, readonly DealStage[]>> = {
  open: ['won', 'lost'],
  won: ['open'],
  lost: ['open'],
};

/**
 * Reports whether a deal is a sale to the person of its lead. The renewal of a contract is none: it names the lead from
 * which the customer came long ago, if any.
 */
export function concernsLead({ type }: Pick<Deal, 'type'>): boolean {
  return type !== 'renewal';
}

export interface Deal extends Omit<Row<typeof DEAL>, 'handedOver' | 'amountIsYearly' | keyof AgreedTerm> {
  readonly refs: Readonly<Record<string, string>>;
  readonly term: AgreedTerm | null;
}

/** @throws Error if the table has no such transition, which is a bug and never a fault of the input */
function enter({ id, stage }: Deal, next: DealStage): void {
  if (!DEAL_TRANSITIONS[stage].includes(next)) throw new Error(`Deal ${id} cannot go from ${stage} to ${next}`);
}

export interface Win
  extends Partial<Pick<Deal, 'amount' | 'currency' | 'term' | 'milestoneId' | 'endedBy' | 'contractProblem'>> {
  readonly wonAt: Instant;
  /** What it is sold for, if the win says so. */
  readonly answer?: SaidSoldFor | null;
}

export function win(deal: Deal, { answer = null, ...known }: Win): Deal {
  enter(deal, 'won');
  const said = answer === null ? {} : { ...answer, beforeWin: replacedBy(deal, answer) };
  return { ...deal, ...known, ...said, stage: 'won' };
}

export type Loss = Pick<Deal, 'lostReason' | 'lostNote' | 'lostFields'> &
  Partial<Pick<OfTerm, 'endedBy' | 'churnReason'>> &
  Partial<Pick<Deal, 'contractProblem'>>;

export function lose(deal: Deal, lostAt: Instant, loss: Loss): Deal {
  enter(deal, 'lost');
  return { ...deal, ...loss, stage: 'lost', lostAt };
}

/** The fields about the end of a deal, while it is open. */
export const OPEN = {
  stage: 'open',
  wonAt: null,
  deliveredAt: null,
  milestoneId: null,
  beforeWin: null,
  contractProblem: null,
  broughtAlong: false,
  lostAt: null,
  lostReason: null,
  lostNote: null,
  lostFields: null,
  dispositionId: null,
  ...NOT_ENDED,
} as const satisfies Partial<Deal>;

/** What the win said is taken back with it. */
export function reopen(deal: Deal): Deal {
  enter(deal, 'open');
  return { ...deal, ...(deal.beforeWin !== null && restored(deal.beforeWin)), ...OPEN };
}

const OF_WIN = `handoff.deal_id = deal.id and handoff.starts_on = 'deal.won'`;

/** SQL condition: a `deal` is handed over. One that was reopened has a new draft, and is not. */
export const IS_HANDED_OVER = `(exists (select from handoff where ${OF_WIN} and handoff.state in ('running', 'done'))
  and not exists (select from handoff where ${OF_WIN} and handoff.state = 'draft'))`;

/** SQL condition, as in an index: a `deal` is won and not handed over; a renewal only if a kind takes it. */
export const IS_NOT_HANDED_OVER = `deal.stage = 'won' and not deal.handed_over
  and (deal.type <> 'renewal' or exists (select from handoff where ${OF_WIN} and handoff.state = 'draft'))`;

/** SQL condition: the same for deals that were won here. Nobody misses the handoff of one that was brought along. */
export const IS_MISSING = `${IS_NOT_HANDED_OVER} and not deal.brought_along`;

/** SQL condition: the handoff of a `deal` is in a state. @param state SQL of it, running or done */
export function isHandedOver(state: string): string {
  return `exists (select from handoff where ${OF_WIN} and handoff.state = ${state})
    and (${state} = 'running' or deal.handed_over and not exists (
      select from handoff where ${OF_WIN} and handoff.state = 'running'))`;
}

/** SQL condition: a `deal` with its `lead` is a sale to the person of that lead, who is not erased. */
const CONCERNS_LEAD = `deal.type <> 'renewal' and lead.erased_at is null`;

/** SQL condition: a `deal` is won and has not won its `lead`, which has no win that stands. */
export const HAS_NOT_WON = `(${CONCERNS_LEAD} and deal.stage = 'won' and deal.milestone_id is null
  and not exists (select from milestone
                   where milestone.lead_id = lead.id and milestone.name = 'won' and milestone.reversed_at is null))`;

/** SQL condition: a `deal` is open although a rule has closed its `lead`. */
export const IS_OPEN_UNDER_CLOSED = `(${CONCERNS_LEAD} and deal.stage = 'open' and lead.status not in ('open', 'won')
  and exists (select from disposition where disposition.id = lead.disposition_id and disposition.actor_type = 'system'))`;
