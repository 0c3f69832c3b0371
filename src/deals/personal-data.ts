import { at, list, record, text, word } from '../leads/held.schema.js';
import { type LeadTable, nulled, type PersonalData, replaced } from '../leads/personal-data.js';
import { id, instant, objectSchema, oneOf } from '../platform/input/schema.js';
import { DEAL_STAGES } from './deal.js';
import { RENEWAL_NAME } from './renewals/renewal-deal.js';

const HeldDeal = objectSchema('HeldDeal', 'A deal of the lead.', {
  id: id('The id of the deal.'),
  name: word('Its name.'),
  createdAt: instant('When it was created.'),
  stage: oneOf(DEAL_STAGES, { description: 'Its stage.' }),
  decisionMaker: text('Who decides about it; null if not known.'),
  amount: text('The amount, a decimal number; null if not known.'),
  currency: text('The currency; null without an amount.'),
  wonAt: at('When it was won; null if it is not.'),
  deliveredAt: at('When it was delivered; null if it was not.'),
  lostAt: at('When it was lost; null if it is not.'),
  lostReason: text('The code of the reason for which it was lost; null for none.'),
  lostNote: text('The note on the loss; null for none.'),
  lostFields: record('What came with the reason'),
});

const HeldDealTouch = objectSchema('HeldDealTouch', 'A contact attempt about a deal of the lead.', {
  id: id('The id of the touch.'),
  kind: word('The channel.'),
  direction: word('Who contacted whom.'),
  outcome: word('The outcome.'),
  occurredAt: instant('When it happened.'),
  note: text('The note; null for none.'),
  externalId: text('Its id in the system that it came from; null for none.'),
  voidReason: text('Why it was taken back; null if it was not.'),
});

const HeldDealPromise = objectSchema('HeldDealPromise', 'A promise about a deal of the lead.', {
  id: id('The id of the clock.'),
  kind: word('The kind of the promise.'),
  state: word('Its state.'),
  dueAt: at('The deadline; null for none.'),
  breachedAt: at('When it was missed; null if it was not.'),
  strikeReason: text('Why its miss was struck; null if it was not.'),
});

/**
 * Selects deals that came from leads, and those that follow them without a lead of their own: renewals, and whatever
 * else is sold to the same customer.
 * @param column with the id of the deal
 */
export function ofDeal(table: string, column: string): Pick<LeadTable, 'of' | 'among'> {
  return { of: leadOfDeal(`${table}.${column}`), among: `${table}.${column} in (${DEALS_OF_LEADS})` };
}

/** SQL for the lead that a deal came of; for a deal without a lead of its own, that of the deal that it follows. */
export function leadOfDeal(dealId: string): string {
  return `(with recursive up (lead_id, follows) as (
        select found.lead_id, found.follows_deal_id from deal as found where found.id = ${dealId}
         union
        select found.lead_id, found.follows_deal_id from up join deal as found on found.id = up.follows where up.lead_id is null)
      select lead_id from up where lead_id is not null)`;
}

/** SQL for the ids of deals that came from leads `$1`, and of those that follow them. */
export const DEALS_OF_LEADS = `with recursive own (id) as (
    select found.id from deal as found where found.lead_id = any ($1::uuid[])
     union
    select found.id from own join deal as found on found.follows_deal_id = own.id where found.lead_id is null)
  select id from own`;

/** A generated renewal name identifies no person, and reps know the deal by it, so it is not erased. */
const NAME = replaced('name', 'deals', 'name').name!;
const NAMED_BY_ITSELF = `(contract_term is not null and name ~ '${RENEWAL_NAME}')`;

export const PERSONAL_DATA_OF_DEALS: PersonalData = {
  tables: {
    deal: {
      ...ofDeal('deal', 'id'),
      section: 'deals',
      personal: {
        name: {
          ...NAME,
          holds: `(${NAME.holds} and not ${NAMED_BY_ITSELF})`,
          becomes: `case when ${NAMED_BY_ITSELF} then name else ${NAME.becomes} end`,
        },
        ...nulled('decision_maker', 'deals', 'decisionMaker'),
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
    },
    deal_touch: {
      ...ofDeal('deal_touch', 'deal_id'),
      section: 'dealTouches',
      personal: {
        ...nulled('note', 'touches', 'note'),
        ...nulled('external_id', 'touches', 'externalId'),
        ...replaced('void_reason', 'touches', 'voidReason'),
      },
      facts: { kind: 'kind', direction: 'direction', outcome: 'outcome', occurredAt: 'occurred_at' },
    },
    clock: {
      ...ofDeal('clock', 'deal_id'),
      section: 'dealPromises',
      personal: replaced('strike_reason', 'strikes', 'strikeReason'),
      facts: { kind: 'kind', state: 'state', dueAt: 'due_at', breachedAt: 'breached_at' },
    },
  },
  // Found by address and number, since a contact of an account need not have a lead.
  foundOtherwise: {
    account_contact: {
      email: 'accountContacts',
      email_key: 'accountContacts',
      phone: 'accountContacts',
      phone_key: 'accountContacts',
    },
  },
  sections: {
    deals: { schema: list(HeldDeal, 'The deals that the lead led to, and those that follow them, such as renewals.') },
    dealTouches: { schema: list(HeldDealTouch, 'Contact attempts about these deals.') },
    dealPromises: { schema: list(HeldDealPromise, 'The promises about these deals.') },
  },
};

const HeldAccountContact = objectSchema('HeldAccountContact', 'The person as a contact of an account.', {
  accountId: id('The account.'),
  account: word('Its name.'),
  email: text('The e-mail address; null for none.'),
  phone: text('The phone number; null for none.'),
});

export const HELD_ACCOUNT_CONTACTS = {
  section: 'accountContacts',
  schema: list(HeldAccountContact, 'Accounts that have the person as a contact.'),
};
