import { ofDeal } from '../../deals/personal-data.js';
import { list, record } from '../../leads/held.schema.js';
import type { PersonalData } from '../../leads/personal-data.js';
import { id, instant, objectSchema } from '../../platform/schema.js';

const HeldContract = objectSchema('HeldContract', 'A contract that was sold by a deal of the lead.', {
  id: id('The id of the contract.'),
  createdAt: instant('When it was recorded.'),
  reasons: record('Why it was amended, by the numbers of its events'),
});

export const PERSONAL_DATA_OF_CONTRACTS: PersonalData = {
  tables: {
    contract: {
      ...ofDeal('contract', 'deal_id'),
      section: 'contracts',
      personal: { reasons: { what: 'contracts', holds: `reasons <> '{}'`, becomes: `'{}'`, as: 'reasons' } },
      facts: { createdAt: 'created_at' },
    },
  },
  sections: {
    contracts: { schema: list(HeldContract, 'The contracts that were sold by these deals.') },
  },
};
