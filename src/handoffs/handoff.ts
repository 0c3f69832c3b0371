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

/** Whose the deal of a handoff is, whose its account, and who receives it. */
interface Owners {
  readonly deal: { readonly ownerRepId: string | null } | null;
  readonly account: Pick<Account, 'ownerRepId' | 'roles'> | null;
  readonly receivers: readonly { readonly ownerRepId: string }[];
}

/**
 * The rep who gives a handoff, also after the deal or the account has changed hands: the owner of the deal, or, of an
 * account and after a deal was won, whoever looks after the account. A receiver who takes the account over by accepting
 * does not become the giver: that stays whoever handed it over.
 * @returns null if the giver is not known
 */
export function giverOf(
  { giverRepId, startsOn, dealId }: Pick<Handoff, 'giverRepId' | 'startsOn' | 'dealId'>,
  { deal, account, receivers }: Owners,
): string | null {
  const isOfDeal = startsOn === 'deal.won' || (startsOn === 'manual' && dealId !== null);
  const keeperId = isOfDeal || account === null ? null : keeperOf(account);
  if (keeperId === null) return deal?.ownerRepId ?? giverRepId;
  return giverRepId !== null && receivers.some(({ ownerRepId }) => ownerRepId === keeperId) ? giverRepId : keeperId;
}

/** The same of a `handoff`: whether it is of whoever has its deal. */
export const IS_OF_DEAL = `(handoff.starts_on = 'deal.won' or handoff.starts_on = 'manual' and handoff.deal_id is not null)`;

/** SQL for whether the one who looks after the `account` of a `handoff` receives it, so that its giver stays the giver. */
export const IS_KEPT_BY_RECEIVER = `(handoff.giver_rep_id is not null and exists (
  select from handoff_receiver as keeping
   where keeping.handoff_id = handoff.id and keeping.owner_rep_id = account.keeper_rep_id))`;

/** The same of a `handoff` with its `deal` and `account`, joined from the left: who gives. */
export const GIVER = `(case when ${IS_OF_DEAL} or account.keeper_rep_id is null
  then coalesce(deal.owner_rep_id, handoff.giver_rep_id)
  when ${IS_KEPT_BY_RECEIVER} then handoff.giver_rep_id else account.keeper_rep_id end)`;

/** Working time that was spent on a handoff, or on one promise about it. */
export type HandoffTime = Row<typeof HANDOFF_TIME>;
