import type { Instant } from '../platform/duration.js';
import type { Row } from '../platform/table.js';
import type { DEAL } from './deal.table.js';
import { NOT_ENDED, type OfTerm } from './renewals/renewal-deal.js';

export const DEAL_STAGES = ['open', 'won', 'lost'] as const;
export type DealStage = (typeof DEAL_STAGES)[number];

/** The stages of a deal. Back to open goes what was told too early, or is asked for again. */
export const DEAL_TRANSITIONS: Readonly<Record<DealStage, readonly DealStage[]>> = {
  open: ['won', 'lost'],
  won: ['open'],
  lost: ['open'],
};

/** From when to when it is agreed for. Dates as in `2027-01-31`. */
export interface AgreedTerm {
  readonly startsOn: string;
  readonly endsOn: string;
  /** How many days before its end notice has to be given; null where nobody said. */
  readonly noticeDays: number | null;
}

/** What is to be sold to somebody, or has been. */
export interface Deal extends Omit<Row<typeof DEAL>, 'handedOver' | keyof AgreedTerm> {
  /** Its ids in other systems, by system. */
  readonly refs: Readonly<Record<string, string>>;
  readonly term: AgreedTerm | null;
}

/** @throws Error when the table of transitions has no such way: a fault of the program, never of its input */
function enter({ id, stage }: Deal, next: DealStage): void {
  if (!DEAL_TRANSITIONS[stage].includes(next)) throw new Error(`Deal ${id} cannot go from ${stage} to ${next}`);
}

/** What is known of a win besides. */
export interface Win extends Partial<Pick<Deal, 'amount' | 'currency' | 'term' | 'milestoneId' | 'endedBy'>> {
  readonly wonAt: Instant;
}

export function win(deal: Deal, known: Win): Deal {
  enter(deal, 'won');
  return { ...deal, ...known, stage: 'won' };
}

/** Why it is lost. */
export type Loss = Pick<Deal, 'lostReason' | 'lostNote' | 'lostFields'> &
  Partial<Pick<OfTerm, 'endedBy' | 'churnReason'>>;

export function lose(deal: Deal, lostAt: Instant, loss: Loss): Deal {
  enter(deal, 'lost');
  return { ...deal, ...loss, stage: 'lost', lostAt };
}

/** What is known of how a deal that is open has ended. */
export const OPEN = {
  stage: 'open',
  ...{ wonAt: null, deliveredAt: null, milestoneId: null },
  contractProblem: null,
  ...{ lostAt: null, lostReason: null, lostNote: null, lostFields: null, dispositionId: null },
  ...NOT_ENDED,
} as const satisfies Partial<Deal>;

export function reopen(deal: Deal): Deal {
  enter(deal, 'open');
  return { ...deal, ...OPEN };
}

const OF_WIN = `handoff.deal_id = deal.id and handoff.starts_on = 'deal.won'`;

/** SQL for whether a `deal` is handed over: one that was, and is opened again, has another handoff that is filled in. */
export const IS_HANDED_OVER = `(exists (select from handoff where ${OF_WIN} and handoff.state in ('running', 'done'))
  and not exists (select from handoff where ${OF_WIN} and handoff.state = 'draft'))`;

/** SQL for whether a `deal` is won and not handed over yet, as the index of those that are missing has it: a renewal where some kind takes it. */
export const IS_MISSING = `deal.stage = 'won' and not deal.handed_over
  and (deal.type <> 'renewal' or exists (select from handoff where ${OF_WIN} and handoff.state = 'draft'))`;

/** SQL for whether what hands a `deal` over, or has, is in a state. @param state SQL of it, running or done */
export function isHandedOver(state: string): string {
  return `exists (select from handoff where ${OF_WIN} and handoff.state = ${state})
    and (${state} = 'running' or deal.handed_over and not exists (
      select from handoff where ${OF_WIN} and handoff.state = 'running'))`;
}
