import { type Account, keeperOf } from '../deals/accounts/account.js';
import type { Row } from '../platform/sql/table.js';
import type { Instant } from '../platform/values/duration.js';
import type { GROUPED, HANDOFF, HANDOFF_TIME } from './handoff.table.js';

export const HANDOFF_STATES = ['draft', 'running', 'done', 'cancelled'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

/** The transitions between states. A draft is filled in until it starts; `done` and `cancelled` are final. */
const HANDOFF_TRANSITIONS: Readonly<Record<HandoffState, readonly HandoffState[]>> = {
  draft: ['running', 'cancelled'],
  running: ['done', 'cancelled'],
  done: [],
  cancelled: [],
};

/**
 * A decision to hand over although something is missing: who made it, why, and until when the rest has to be completed.
 */
export interface HandoffException {
  readonly deciderRepId: string;
  readonly reason: string;
  readonly completeBy: Instant;
}

/** When and how the client was told what happens next. */
export interface ClientNotified {
  readonly at: Instant;
  /** What the client was told, or how; null if a touch of the lead told them, or if no note was given. */
  readonly note: string | null;
  readonly touchId: string | null;
}

/** Work that goes from one team to others, with all they need to know. */
export interface Handoff extends Omit<Row<typeof HANDOFF>, (typeof GROUPED)[number]> {
  readonly exception: HandoffException | null;
  readonly clientTold: ClientNotified | null;
  /**
   * The earliest report by hand that the client was told. It is stored separately so that it still counts if the touch
   * behind `clientTold` is voided.
   */
  readonly clientWord: Pick<ClientNotified, 'at' | 'note'> | null;
}

/** @throws Error if the transition is not allowed: a bug in the program, never a fault of its input */
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

interface Owners {
  readonly deal: { readonly ownerRepId: string | null } | null;
  readonly account: Pick<Account, 'ownerRepId' | 'roles'> | null;
  readonly receivers: readonly { readonly ownerRepId: string }[];
}

/**
 * Returns the rep who gives a handoff, also after the deal or the account has changed hands: for the handoff of a win,
 * or one begun by hand for a deal, the owner of the deal; otherwise the keeper of the account. A receiver who becomes
 * the account's keeper by accepting does not become the giver: that remains the rep who handed it over.
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

/** SQL for whether the owner of its deal gives a `handoff`. */
export const IS_OF_DEAL = `(handoff.starts_on = 'deal.won' or handoff.starts_on = 'manual' and handoff.deal_id is not null)`;

/** SQL for whether the keeper of the `account` receives the `handoff`, in which case its giver does not change. */
export const IS_KEPT_BY_RECEIVER = `(handoff.giver_rep_id is not null and exists (
  select from handoff_receiver as keeping
   where keeping.handoff_id = handoff.id and keeping.owner_rep_id = account.keeper_rep_id))`;

/** SQL for `giverOf`, over a `handoff` with its `deal` and `account` left joined. */
export const GIVER = `(case when ${IS_OF_DEAL} or account.keeper_rep_id is null
  then coalesce(deal.owner_rep_id, handoff.giver_rep_id)
  when ${IS_KEPT_BY_RECEIVER} then handoff.giver_rep_id else account.keeper_rep_id end)`;

/** Working time that was spent on a handoff, or on one promise about it. */
export type HandoffTime = Row<typeof HANDOFF_TIME>;
