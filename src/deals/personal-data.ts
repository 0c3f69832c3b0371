import { at, list, record, text, word } from '../leads/held.schema.js';
import { nulled, type PersonalData, replaced } from '../leads/personal-data.js';
import { id, instant, oneOf, thing } from '../platform/answer.js';
import { DEAL_STAGES } from './deal.js';

const HeldDeal = thing('HeldDeal', 'A deal that came of it.', {
  id: id('The id of the deal.'),
  name: word('Its name.'),
  createdAt: instant('Since when it is known.'),
  stage: oneOf(DEAL_STAGES, { description: 'Whether it is won or lost.' }),
  amount: text('What it is worth, a decimal number; null where that is not known.'),
  currency: text('In which currency; null with the amount.'),
  wonAt: at('Since when it is won; null while it is not.'),
  deliveredAt: at('Since when what was sold is delivered; null while nobody has said so.'),
  lostAt: at('Since when it is lost; null while it is not.'),
  lostReason: text('Why it was lost: the code of a reason; null where nobody said.'),
  lostNote: text('What was said of that; null for nothing.'),
  lostFields: record('What came with the reason'),
});

/** What deals keep of the persons whose leads they came of. */
export const PERSONAL_DATA_OF_DEALS: PersonalData = {
  tables: {
    deal: {
      of: 'lead_id',
      section: 'deals',
      personal: {
        ...replaced('name', 'deals', 'name'),
        ...nulled('lost_note', 'deals', 'lostNote'),
        ...nulled('lost_fields', 'deals', 'lostFields'),
      },
      facts: {
        createdAt: 'created_at',
        stage: 'stage',
        amount: 'amount::text',
        currency: 'currency',
        wonAt: 'won_at',
        deliveredAt: 'delivered_at',
        lostAt: 'lost_at',
        lostReason: 'lost_reason',
      },
      harmless: ['external_id', 'source', 'channel', 'campaign', 'product', 'starts_on', 'ends_on'],
    },
  },
  sections: { deals: { schema: list(HeldDeal, 'The outcome.') } },
};
