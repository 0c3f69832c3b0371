import { changesBetween, fieldOf } from '../documents/change.js';
import type { EventData } from '../events/event.js';
import { isWorth } from '../leads/touch.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Deal, OPEN } from './deal.js';
import { toldOf } from './reading-deals.js';
import { type DealCase, RowCase } from './row-case.js';

export type DealFields = Omit<
  Deal,
  'id' | keyof typeof OPEN | 'firstContactAt' | 'createdAt' | 'updatedAt' | 'eventSeq'
>;

/** A new deal, which is open. @param id that it gets; one of its own where nobody minds */
export function begin(work: UnitOfWork, fields: DealFields, id: string = work.newId()): DealCase {
  const row: Deal = {
    id,
    ...fields,
    ...OPEN,
    firstContactAt: null,
    createdAt: work.now,
    updatedAt: work.now,
    eventSeq: 0,
  };
  const deal = new RowCase<Deal>('deal', row, null);
  work.record(deal, 'deal.created', { ...factsOf(row), leadId: row.leadId });
  return deal;
}

/** What stands already changes nothing. */
export function change(work: UnitOfWork, deal: DealCase, fields: DealFields): DealCase {
  // Written with more zeros it is as much.
  const amount = isWorth(deal.row, fields) ? deal.row.amount : fields.amount;
  const next = { ...deal.row, ...fields, amount };
  const changed = changesBetween(toldOf(deal.row), toldOf(next)).map(fieldOf);
  if (changed.length === 0) return deal;
  const { amount: formerAmount, currency: formerCurrency } = deal.row;
  const isRevalued = changed.includes('amount') || changed.includes('currency');
  deal.row = next;
  work.record(deal, 'deal.updated', {
    ...factsOf(next),
    fields: changed,
    ...(isRevalued && { formerAmount, formerCurrency }),
  });
  return deal;
}

export function channelOfLead(lead: LeadCase | null): Pick<Deal, 'source' | 'channel' | 'campaign'> {
  const { source = null, channel = null, campaign = null } = lead?.document ?? {};
  return { source, channel, campaign };
}

/** What the ledger tells of a deal. */
export function factsOf({ accountId, ownerRepId, amount, currency }: Deal): EventData {
  return { accountId, ownerRepId, amount, currency };
}
