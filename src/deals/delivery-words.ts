import type { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import type { Names } from '../leads/lead.js';
import type { NewNotification } from '../notifications/notification.js';
import { dayInWords } from '../platform/values/day.js';
import { moneyInWords } from '../platform/values/money.js';

type Data = NewNotification['data'];

/** What became of an amendment that a delivery proposed; `proposed` if it waits. */
export type ProposalOutcome = 'proposed' | 'applied' | 'declined' | 'withdrawn';

export const DELIVERY_WORDS: (typeof NOTIFICATION_WORDS.all)[number] = {
  'deal.deliveredOtherwise': { sentence: sentenceOf },
};

function sentenceOf(data: Data, deal: string, names: Names): string {
  switch (data.outcome as ProposalOutcome) {
    case 'applied':
      return `The contract of ${deal} was amended to what was delivered: ${changeIn(data)}`;
    case 'declined':
      return `The contract of ${deal} stays at ${moneyInWords(data.formerArr, data.currency)} a year: the amendment after its delivery was declined`;
    case 'withdrawn':
      return `The proposed amendment of the contract of ${deal} was taken back: its delivery does not differ from what was sold any more`;
    default:
      return proposedIn(data, deal, names);
  }
}

function proposedIn(data: Data, deal: string, names: Names): string {
  const differs = `${deal} was delivered otherwise than it was sold`;
  if (data.isAsked === true)
    return `${differs}: apply or decline the amendment of its contract, ${changeIn(data)}, by ${dayInWords(String(data.answerBy))}`;
  const keeper = typeof data.keeperRepId === 'string' ? ` to ${names.rep(data.keeperRepId)}` : '';
  return `${differs}: an amendment of its contract is proposed${keeper}, ${changeIn(data)}`;
}

function changeIn({ formerArr, arr, currency }: Data): string {
  const now = moneyInWords(arr, currency);
  return formerArr === arr ? `still ${now} a year` : `${now} a year instead of ${moneyInWords(formerArr, currency)}`;
}
