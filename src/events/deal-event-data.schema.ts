import { Type } from '@sinclair/typebox';
import { id, instant, nullable } from '../platform/answer.js';
import { maybe, of, word } from './event-shape.js';

/** What every event about a deal says of it, as it is then. */
const DEAL = {
  accountId: nullable(id('With whom; null where that is not known.')),
  ownerRepId: nullable(id('Whose it is; null for nobody’s.')),
  amount: nullable(word('A decimal: what it is worth; null where that is not known.')),
  currency: nullable(word('ISO 4217; null with the amount.')),
};
const ACCOUNT = {
  type: word('What it is to us, such as prospect or customer.'),
  ownerRepId: nullable(id('Who looks after it; null for nobody.')),
  roles: maybe(
    Type.Object(
      {
        sales: maybe(id('Who sells to it.')),
        manager: maybe(id('Who looks after it since somebody has taken it over.')),
        delivery: maybe(id('Who delivers to it.')),
      },
      { additionalProperties: false, description: 'Who has to do with it besides.' },
    ),
  ),
};
const fields = Type.Array(word('Its name, such as term.endsOn.'), { description: 'What is different now.' });

/** What the events of accounts and deals hold. */
export const DEAL_EVENTS = {
  'account.created': of(['account'], 'An account is known.', ACCOUNT),
  'account.updated': of(['account'], 'Something else is told of it.', { ...ACCOUNT, fields }),
  'deal.created': of(['deal'], 'Something may be sold to somebody.', {
    ...DEAL,
    leadId: nullable(id('Of the lead that it came from; null for none.')),
  }),
  'deal.updated': of(['deal'], 'Something else is told of it.', { ...DEAL, fields }),
  'deal.won': of(['deal'], 'It is sold.', { ...DEAL, wonAt: instant('Since when.') }),
  'deal.delivered': of(['deal'], 'What was sold is delivered.', { ...DEAL, deliveredAt: instant('Since when.') }),
  'deal.lost': of(['deal'], 'It will not be sold.', {
    ...DEAL,
    reason: maybe(nullable(word('The code of the reason; null where nobody said why in terms of the taxonomy.'))),
  }),
  'deal.reopened': of(['deal'], 'It is open again.', {
    ...DEAL,
    from: word('What it was: won or lost.'),
    why: word('By a person, or because the milestone was reversed by which its lead was won.'),
    milestoneId: maybe(id('Of the milestone by which its lead was won with it, which is reversed.')),
    dispositionId: maybe(id('Of the disposition that closed its lead with it, which is taken back.')),
  }),
};
