import { type Account, keeperOf } from '../deals/accounts/account.js';
import type { Instant } from '../platform/duration.js';
import type { Row } from '../platform/table.js';
import type { GROUPED, HANDOFF, HANDOFF_TIME } from './handoff.table.js';

export const HANDOFF_STATES = ['draft', 'running', 'done', 'cancelled'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

/** A draft is filled in until it begins; what has ended stays as it was. */
const HANDOFF_TRANSITIONS: Readonly<Record<HandoffState, readonly HandoffState[]>> = {
  draft: ['running', 'cancelled'],
  running: ['done', 'cancelled'],
  done: [],
  cancelled: [],
};

/** That a deal was won without all that its form asks for: by whose decision, why, and until when that is made up for. */
export interface HandoffException {
  readonly deciderRepId: string;
  readonly reason: string;
  readonly completeBy: Instant;
}

/** That the client was told what happens next. */
export interface ClientTold {
  readonly at: Instant;
  /** What was said to them, or how; null where a touch of the lead told them, or nobody said. */
  readonly note: string | null;
  readonly touchId: string | null;
}

/** Work that goes from one team to others, with all they need to know. */
export interface Handoff extends Omit<Row<typeof HANDOFF>, (typeof GROUPED)[number]> {
  readonly exception: HandoffException | null;
  /** Null until then. */
  readonly clientTold: ClientTold | null;
  /** The first time that somebody said so by hand, which counts as well where the touch that came before it was none. */
  readonly clientWord: Pick<ClientTold, 'at' | 'note'> | null;
}

/** @throws Error when the table of transitions has no such way: a fault of the program, never of its input */
export function enterState(handoff: Handoff, state: HandoffState, at: Instant): Handoff {
  if (!HANDOFF_TRANSITIONS[handoff.state].includes(state))
    throw new Error(`The handoff ${handoff.id} cannot go from ${handoff.state} to ${state}`);
  return {
    ...handoff,
    state,
    ...(state === 'running' && { startedAt: at }),
    ...((state === 'done' || state === 'cancelled') && { endedAt: at }),
  };
}

/** Whose the deal of a handoff is, and whose its account. */
interface Owners {
  readonly deal: { readonly ownerRepId: string | null } | null;
  readonly account: Pick<Account, 'ownerRepId' | 'roles'> | null;
}

/**
 * Who gives: whoever has the deal, also where somebody else had it when it was handed over. Of an account, and after a
 * deal was won, whoever handed it over; until then who looks after the account, or has the deal where there is none.
 * @returns null where that is not known
 */
export function giverOf(
  { giverRepId, startsOn, dealId }: Pick<Handoff, 'giverRepId' | 'startsOn' | 'dealId'>,
  { deal, account }: Owners,
): string | null {
  const isOfDeal = startsOn === 'deal.won' || (startsOn === 'manual' && dealId !== null);
  if (isOfDeal) return deal?.ownerRepId ?? giverRepId;
  return giverRepId ?? (account && keeperOf(account)) ?? deal?.ownerRepId ?? null;
}

/** The same of a `handoff`: whether it is of whoever has its deal. */
export const IS_OF_DEAL = `(handoff.starts_on = 'deal.won' or handoff.starts_on = 'manual' and handoff.deal_id is not null)`;

/** The same of a `handoff` with its `deal` and `account`, joined from the left: who gives. */
export const GIVER = `(case when ${IS_OF_DEAL} then coalesce(deal.owner_rep_id, handoff.giver_rep_id)
  else coalesce(handoff.giver_rep_id, account.keeper_rep_id, deal.owner_rep_id) end)`;

/** Working time that was spent on a handoff, or on one promise about it. */
export type HandoffTime = Row<typeof HANDOFF_TIME>;
