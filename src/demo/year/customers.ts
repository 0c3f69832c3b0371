import type { Organisation } from '../founding.js';
import type { DemoDeal } from '../month/deals.js';
import type { Chance } from '../random.js';

/** A customer, as the month has left it. */
export interface Customer {
  readonly deal: DemoDeal;
  readonly dealId: string;
  readonly accountId: string;
  readonly contractId: string;
  /** From where the lead came. */
  readonly channel: string | null;
}

/** What becomes of a customer within the year. */
export type Fate = 'renewsBySignature' | 'renewsByItself' | 'leaves';

/** Of ten customers so many leave: of ads more, and most of those of whom nobody asked anything before they were won. */
const LEAVE = { most: 0.6, ofAds: 0.4, others: 0.12 };

export function fateOf({ deal, channel }: Pick<Customer, 'deal' | 'channel'>, chance: Chance): Fate {
  const share = deal.way === 'inCrm' ? LEAVE.most : channel === 'paid' ? LEAVE.ofAds : LEAVE.others;
  if (chance.of('leaves', deal.number) < share) return 'leaves';
  return chance.of('renews', deal.number) < 0.5 ? 'renewsByItself' : 'renewsBySignature';
}

/** Why a customer leaves, by the code of the churn reason: sold without questions, it is mostly not what was needed. */
export function churnReasonOf({ way, number }: DemoDeal, chance: Chance): string {
  if (way === 'inCrm') return chance.of('churns', number) < 0.7 ? 'mis_sold' : 'implementation_failed';
  return chance.pick(
    [
      [3, 'price'],
      [2, 'missing_feature'],
      [2, 'champion_left'],
      [1, 'low_usage'],
    ],
    'churns',
    number,
  );
}

/** How many more seats a customer buys within the year; null of most. */
export function moreSeatsOf({ number }: DemoDeal, chance: Chance): number | null {
  return chance.of('grows', number) < 0.35 ? chance.between(5, 25, 'grows', number) : null;
}

interface SoldDeal {
  readonly id: string;
  readonly contractId: string | null;
  readonly account: { readonly id: string };
  readonly lead: { readonly id: string; readonly channel: string | null } | null;
}

/** Whose contracts have been made, in the order of the deals. */
export async function customersOf(
  { reader }: Pick<Organisation, 'reader'>,
  deals: readonly DemoDeal[],
): Promise<Customer[]> {
  const sold = await reader.all<SoldDeal>('/v1/deals?stage=won');
  const ofLead = new Map(sold.map((each) => [each.lead?.id, each]));
  return deals.flatMap((deal): Customer[] => {
    const found = ofLead.get(deal.leadId);
    if (found === undefined || found.contractId === null) return [];
    const { id: dealId, account, contractId, lead } = found;
    return [{ deal, dealId, accountId: account.id, contractId, channel: lead?.channel ?? null }];
  });
}
