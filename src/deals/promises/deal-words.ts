import { awaited } from '../../clocks/clock-sentences.js';
import type { NOTIFICATION_WORDS } from '../../deliveries/notifications/notification-words.js';
import type { NotificationType } from '../../notifications/notification.js';
import type { Deal } from '../deal.js';
import type { Asked } from '../deal-contracts.store.js';
import { isWaiting } from '../delivery-words.js';
import type { PromisedDeal } from './promised-deal.js';

export const DEAL_WORDS: (typeof NOTIFICATION_WORDS.all)[number] = {
  'deal.reassigned': {
    sentence: (data, deal, names) =>
      `${deal} is with ${data.coversRepId === undefined ? 'you' : `${names.rep(data.coversRepId)}, for whom you stand in,`} now: ${names.rep(data.fromRepId)} missed the deadline for the ${awaited(data)}`,
  },
};

const CLOSED: Readonly<Record<Exclude<Deal['stage'], 'open'>, string>> = {
  won: 'the deal was won',
  lost: 'the deal was lost',
};

interface DealMessage {
  readonly type: NotificationType;
  readonly repId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Returns why a pending message about a deal is obsolete, in plain English, or null if it is not.
 * @param asked who is asked to answer what its delivery proposes; undefined if nothing waits for an answer
 */
export function obsoleteDeal(
  { type, repId, data }: DealMessage,
  { deal: { row }, ownerId, clocks }: PromisedDeal,
  asked: Asked | undefined,
): string | null {
  // A miss concerns managers, whatever has become of the deal.
  if (type === 'sla.escalated') return null;
  if (type === 'deal.deliveredOtherwise') return obsoleteProposal({ repId, data }, asked);
  if (row.stage !== 'open') return CLOSED[row.stage];
  if (ownerId !== (data.coversRepId ?? repId)) return 'the deal has another owner now';
  const clock = clocks.find(({ id }) => id === data.clockId);
  if (type === 'deal.reassigned' || clock === undefined || clock.state === 'running') return null;
  return 'the promise was kept or missed already';
}

function obsoleteProposal(
  { repId, data }: Pick<DealMessage, 'repId' | 'data'>,
  asked: Asked | undefined,
): string | null {
  if (!isWaiting(data.outcome)) return null;
  if (asked === undefined) return 'what its delivery proposed was answered or taken back';
  const isAnothers = data.isAsked === true && asked.repId !== undefined && asked.repId !== repId;
  return isAnothers ? 'another rep is asked to answer what its delivery proposed' : null;
}
