import { DEALS_OF_LEADS, leadOfDeal } from '../../deals/personal-data.js';
import { list, record } from '../../leads/held.schema.js';
import type { PersonalData } from '../../leads/personal-data.js';
import { id, instant, objectSchema } from '../../platform/input/schema.js';

const HeldContract = objectSchema(
  'HeldContract',
  'A contract that was sold by a deal of the lead, or that took over its lines.',
  {
    id: id('The id of the contract.'),
    createdAt: instant('When it was recorded.'),
    reasons: record('Why it was amended, by the numbers of its events'),
  },
);

const HeldDeliveredDeal = objectSchema('HeldDeliveredDeal', 'A deal of the lead that was won.', {
  id: id('The id of the deal.'),
  reasons: record('Why it was delivered otherwise, and why nothing follows, by the numbers of its events'),
});

/** SQL for the deal by which a `contract` was sold, be it as the contract of another account. */
const SOLD_BY = `(with recursive up (deal_id, moved_from) as (
    select contract.deal_id, contract.moved_from_contract_id
     union
    select found.deal_id, found.moved_from_contract_id
      from up join contract as found on found.id = up.moved_from where up.deal_id is null)
  select deal_id from up where deal_id is not null)`;

/** SQL for the ids of contracts that were sold by deals of leads `$1`, and of those that took over their lines. */
const CONTRACTS_OF_LEADS = `with recursive own (id) as (
    select found.id from contract as found where found.deal_id in (${DEALS_OF_LEADS})
     union
    select found.id from own join contract as found on found.moved_from_contract_id = own.id where found.deal_id is null)
  select id from own`;

export const PERSONAL_DATA_OF_CONTRACTS: PersonalData = {
  tables: {
    contract: {
      of: leadOfDeal(SOLD_BY),
      among: `contract.id in (${CONTRACTS_OF_LEADS})`,
      section: 'contracts',
      personal: { reasons: { what: 'contracts', holds: `reasons <> '{}'`, becomes: `'{}'`, as: 'reasons' } },
      facts: { createdAt: 'created_at' },
    },
    won_deal: {
      of: leadOfDeal('won_deal.deal_id'),
      among: `(won_deal.reasons <> '{}' and won_deal.deal_id in (${DEALS_OF_LEADS}))`,
      key: 'deal_id',
      section: 'deliveredDeals',
      personal: { reasons: { what: 'deals', holds: `reasons <> '{}'`, becomes: `'{}'`, as: 'reasons' } },
      facts: {},
    },
  },
  sections: {
    deliveredDeals: {
      schema: list(HeldDeliveredDeal, 'These deals, with why they were delivered otherwise than they were sold.'),
    },
    contracts: {
      schema: list(HeldContract, 'The contracts that were sold by these deals, and those that took over their lines.'),
    },
  },
};
