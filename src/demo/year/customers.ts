import type { Organisation } from '../founding.js';
import type { DemoDeal } from '../month/deals.js';
import type { Chance } from '../random.js';

export interface Customer {
  readonly deal: DemoDeal;
  readonly dealId: string;
  readonly accountId: string;
  readonly contractId: string;
  readonly channel: string | null;
}

/** The end of a customer's first term. */
export type Fate = 'renewsBySignature' | 'renewsByItself' | 'leaves';

/** The shares of customers who leave: the highest for deals won in the CRM without a form, then for leads from ads. */
const LEAVE = { most: 0.6, ofAds: 0.4, others: 0.12 };

export function fateOf({ deal, channel }: Pick<Customer, 'deal' | 'channel'>, chance: Chance): Fate {
  const share = deal.way === 'inCrm' ? LEAVE.most : channel === 'paid' ? LEAVE.ofAds : LEAVE.others;
  if (chance.of('leaves', deal.number) < share) return 'leaves';
  return chance.of('renews', deal.number) < 0.5 ? 'renewsByItself' : 'renewsBySignature';
}

/** Returns the code of the churn reason. Customers won without a form leave mostly because they were mis-sold. */
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

/** Returns the seats that a customer adds within the year, or null if none, as for most. */
export function moreSeatsOf({ number }: DemoDeal, chance: Chance): number | null {
  return chance.of('grows', number) < 0.35 ? chance.between(5, 25, 'grows', number) : null;
}

interface SoldDeal {
  readonly id: string;
  readonly contractId: string | null;
  readonly account: { readonly id: string };
  readonly lead: { readonly id: string; readonly channel: string | null } | null;
}

/** Returns the customers who have a contract, in the order of the deals. */
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
