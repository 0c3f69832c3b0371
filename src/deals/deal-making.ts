import { changesBetween, fieldOf } from '../documents/change.js';
import type { EventData } from '../events/event.js';
import { isWorth } from '../leads/touch.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { isProgram } from '../platform/values/actor.js';
import { type Deal, OPEN } from './deal.js';
import { dealInputOf } from './reading-deals.js';
import { NO_RENEWAL, type OfTerm, renewalFacts } from './renewals/renewal-deal.js';
import { type DealCase, RowCase } from './row-case.js';
import { afterChange } from './sold-for.js';

type DealFields = Omit<
  Deal,
  'id' | keyof typeof OPEN | keyof OfTerm | 'firstContactAt' | 'createdAt' | 'updatedAt' | 'eventSeq' | 'eventXid'
> &
  Partial<Pick<OfTerm, 'contractTerm' | 'lastDayForNotice'>>;

/** Creates an open deal. @param id a new one by default */
export function begin(work: UnitOfWork, fields: DealFields, id: string = work.newId()): DealCase {
  const row: Deal = {
    id,
    ...NO_RENEWAL,
    ...fields,
    ...OPEN,
    firstContactAt: null,
    createdAt: work.now,
    updatedAt: work.now,
    eventSeq: 0,
    eventXid: null,
  };
  const deal = new RowCase<Deal>('deal', row, null);
  work.record(deal, 'deal.created', { ...factsOf(row), leadId: row.leadId, ...renewalFacts(row) });
  return deal;
}

/** Does nothing if no field differs. @param cause of the change, unless it was reported */
export function change(
  work: UnitOfWork,
  deal: DealCase,
  fields: DealFields,
  cause?: 'account' | 'contract' | 'form' | 'missed',
): DealCase {
  // An equal amount with more zeros is no change.
  const amount = isWorth(deal.row, fields) ? deal.row.amount : fields.amount;
  const said = { ...deal.row, ...fields, amount };
  // Other causes follow from what people do.
  const isOfProgram = cause === undefined && isProgram(work.actor);
  const next = { ...said, beforeWin: afterChange(deal.row, said, isOfProgram) };
  const changed = [
    ...changesBetween(dealInputOf(deal.row), dealInputOf(next)).map(fieldOf),
    ...(['contractTerm', 'lastDayForNotice'] as const).filter((field) => deal.row[field] !== next[field]),
  ];
  if (changed.length === 0) return deal;
  const { amount: formerAmount, currency: formerCurrency } = deal.row;
  const isRevalued = changed.includes('amount') || changed.includes('currency');
  deal.row = next;
  work.record(deal, 'deal.updated', {
    ...factsOf(next),
    fields: changed,
    ...(isRevalued && { formerAmount, formerCurrency }),
    ...(cause !== undefined && { ...renewalFacts(next), cause }),
  });
  return deal;
}

/** Records that a deal is taken back with its import; the caller deletes it. */
export function undoneDeal(work: UnitOfWork, deal: DealCase): void {
  work.record(deal, 'deal.undone', factsOf(deal.row));
}

export function channelOfLead(lead: LeadCase | null): Pick<Deal, 'source' | 'channel' | 'campaign'> {
  const { source = null, channel = null, campaign = null } = lead?.document ?? {};
  return { source, channel, campaign };
}

export function factsOf({ accountId, ownerRepId, amount, currency }: Deal): EventData {
  return { accountId, ownerRepId, amount, currency };
}
