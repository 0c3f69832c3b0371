import type { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import type { Names } from '../leads/lead.js';
import type { NewNotification } from '../notifications/notification.js';
import { dayInWords } from '../platform/values/day.js';
import { moneyInWords } from '../platform/values/money.js';

type Data = NewNotification['data'];

/** What became of what a delivery proposed; `proposed` if it waits, `overdue` if nobody has answered in time. */
export type ProposalOutcome = 'proposed' | 'applied' | 'declined' | 'withdrawn' | 'overdue';

/** Why what a delivery proposed was taken back. */
const TAKEN_BACK = {
  reopened: 'its deal was reopened',
  notHandedOver: 'nothing is handed over after its delivery any more',
  contract: 'its deal has a contract now',
  otherContract: 'its deal has another contract now',
  declined: 'its delivery differs as was declined before',
  noMore: 'its delivery bills no more than was sold, or declined before',
  same: 'its delivery does not differ from what was sold any more',
} as const;
export type TakenBackCause = keyof typeof TAKEN_BACK;

/** Returns the end of a sentence. */
export function takenBackBecause(cause: unknown): string {
  return `taken back: ${TAKEN_BACK[cause as TakenBackCause]}`;
}

/** Reports whether an outcome says that an answer is still missing. */
export function isWaiting(outcome: unknown): boolean {
  return outcome === 'proposed' || outcome === 'overdue';
}

export const DELIVERY_WORDS: (typeof NOTIFICATION_WORDS.all)[number] = {
  'deal.deliveredOtherwise': {
    sentence: (data, deal, names) =>
      'worth' in data ? sentenceOfExpansion(data, deal, names) : sentenceOfAmendment(data, deal, names),
  },
};

function sentenceOfAmendment(data: Data, deal: string, names: Names): string {
  switch (data.outcome as ProposalOutcome) {
    case 'applied':
      return `The contract of ${deal} was amended to what was delivered: ${changeIn(data)}`;
    case 'declined':
      return `The contract of ${deal} stays at ${moneyInWords(data.formerArr, data.currency)} a year: the amendment after its delivery was declined`;
    case 'withdrawn':
      return `The proposed amendment of the contract of ${deal} was ${takenBackBecause(data.cause)}`;
    case 'overdue':
      return `${unanswered(data, names)} the amendment of the contract of ${deal}, ${changeIn(data)}: it was due by ${dueBy(data)}`;
    default:
      return proposedIn(data, deal, names, {
        asked: `apply or decline the amendment of its contract, ${changeIn(data)},`,
        told: (to) => `an amendment of its contract is proposed${to}, ${changeIn(data)}`,
      });
  }
}

function sentenceOfExpansion(data: Data, deal: string, names: Names): string {
  // The deal may have lost its amount since.
  const worth = typeof data.worth === 'string' ? ` of ${moneyInWords(data.worth, data.currency)}` : '';
  switch (data.outcome as ProposalOutcome) {
    case 'applied':
      return `A deal${worth} was made of what was delivered beyond ${deal}`;
    case 'declined':
      return `No deal is made of what was delivered beyond ${deal}: the expansion${worth} was declined`;
    case 'withdrawn':
      return `The proposed expansion of ${deal} was ${takenBackBecause(data.cause)}`;
    case 'overdue':
      return `${unanswered(data, names)} the expansion${worth} after the delivery of ${deal}: it was due by ${dueBy(data)}`;
    default:
      return proposedIn(data, deal, names, {
        asked: `apply or decline an expansion${worth}`,
        told: (to) => `an expansion${worth} is proposed${to}`,
      });
  }
}

interface ProposalWords {
  readonly asked: string;
  /** @param to who answers, if somebody does */
  readonly told: (to: string) => string;
}

function proposedIn(data: Data, deal: string, names: Names, { asked, told }: ProposalWords): string {
  const differs = `${deal} was delivered otherwise than it was sold`;
  if (data.isAsked === true) return `${differs}: ${asked} by ${dueBy(data)}`;
  return `${differs}: ${told(typeof data.keeperRepId === 'string' ? ` to ${names.rep(data.keeperRepId)}` : '')}`;
}

function unanswered({ isAsked, keeperRepId }: Data, names: Names): string {
  if (isAsked === true) return 'Apply or decline';
  if (keeperRepId === undefined) return 'Nobody who looks after its account is active to apply or decline';
  return `${names.rep(keeperRepId)} has not applied or declined`;
}

function dueBy({ answerBy }: Data): string {
  return dayInWords(String(answerBy));
}

function changeIn({ formerArr, arr, currency }: Data): string {
  const now = moneyInWords(arr, currency);
  return formerArr === arr ? `still ${now} a year` : `${now} a year instead of ${moneyInWords(formerArr, currency)}`;
}
