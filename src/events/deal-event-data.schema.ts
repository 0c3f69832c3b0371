import { Type } from '@sinclair/typebox';
import { id, instant, nullable, object } from '../platform/input/schema.js';
import { count, flag, maybe, of, word } from './event-shape.js';

/** The state of the deal, in every event about it. */
const DEAL = {
  accountId: nullable(id('The account; null if not known.')),
  ownerRepId: nullable(id('The owner; null for none.')),
  amount: nullable(word('The amount as a decimal; null if not known.')),
  currency: nullable(word('The currency (ISO 4217); null without an amount.')),
};
const RENEWAL = {
  contractId: maybe(id('The contract that it renews; absent if it renews none.')),
  contractTerm: maybe(count('The number of the term of that contract, from 1.', 1)),
  cause: maybe(
    word(
      'How its contract ended the deal (renewed, auto, notice, ended or withdrawn), or what changed the deal: its contract, its account, the form of its handoff, or `missed`, a promise that its owner missed. Absent if a person did.',
    ),
  ),
  churnReason: maybe(word('The code of the churn reason of the notice.')),
};
const ACCOUNT = {
  type: word('The type, such as prospect or customer.'),
  ownerRepId: nullable(id('The account manager; null for none.')),
  roles: maybe(
    object(
      {
        sales: maybe(id('The salesperson.')),
        manager: maybe(id('The account manager after the handover.')),
        delivery: maybe(id('The rep who delivers.')),
      },
      { description: 'Other reps, by role.' },
    ),
  ),
};
const fields = Type.Array(word('The name of the field, such as term.endsOn.'), {
  description: 'The fields that changed.',
});

const TOUCH = {
  ...DEAL,
  touchId: id('The touch.'),
  kind: word('The channel.'),
  repId: nullable(id('Who made it; null if not known.')),
};

export const DEAL_EVENTS = {
  'account.created': of(['account'], 'An account was created.', ACCOUNT),
  'account.updated': of(['account'], 'It was updated.', { ...ACCOUNT, fields }),
  'account.undone': of(['account'], 'It was deleted with the import that had made it.', ACCOUNT),
  'deal.undone': of(['deal'], 'It was deleted with the import that had made it.', DEAL),
  'deal.created': of(['deal'], 'A deal was created.', {
    ...DEAL,
    leadId: nullable(id('The id of the lead that it came from; null for none.')),
    ...RENEWAL,
  }),
  'deal.updated': of(['deal'], 'It was updated.', {
    ...DEAL,
    ...RENEWAL,
    fields,
    formerAmount: maybe(nullable(word('The former amount, if the amount or the currency changed.'))),
    formerCurrency: maybe(nullable(word('Its currency.'))),
    reason: maybe(word('The code of the reason for which it was lost, if that became known later.')),
  }),
  'deal.touched': of(['deal'], 'Somebody was contacted about the deal.', {
    ...TOUCH,
    direction: word('Who contacted whom: outbound or inbound.'),
    outcome: word('The outcome.'),
    occurredAt: instant('When it happened.'),
    reached: maybe(flag('Somebody was reached.')),
  }),
  'deal.touchVoided': of(['deal'], 'A touch was taken back.', TOUCH),
  'deal.won': of(['deal'], 'The deal was won.', {
    ...DEAL,
    ...RENEWAL,
    wonAt: instant('Since when.'),
    term: maybe(
      object(
        { startsOn: word('Its first day.'), endsOn: word('Its last day.') },
        { description: 'The term for which it is sold, if the win says so.' },
      ),
    ),
    oneOff: maybe(flag('It is sold once, as the win says.')),
    pilot: maybe(
      object({ endsOn: word('Its last day.') }, { description: 'The pilot as which it is sold, if the win says so.' }),
    ),
  }),
  'deal.delivered': of(['deal'], 'The deal was delivered.', { ...DEAL, deliveredAt: instant('Since when.') }),
  'deal.lost': of(['deal'], 'The deal was lost.', {
    ...DEAL,
    ...RENEWAL,
    reason: maybe(nullable(word('The code of the reason; null if no reason of the taxonomy was given.'))),
  }),
  'deal.reopened': of(['deal'], 'The deal was reopened.', {
    ...DEAL,
    ...RENEWAL,
    from: word('The former status: won or lost.'),
    why: word(
      'Why: `person`; `milestoneReversed`, the milestone that had won its lead was reversed; `contract`, the contract that it renews has changed.',
    ),
    milestoneId: maybe(id('The id of the milestone that won its lead, which is reversed with it.')),
    dispositionId: maybe(id('The id of the disposition that closed its lead, which is reversed with it.')),
  }),
  'deal.expansionProposed': of(
    ['deal'],
    'A delivery differs from a sale without a contract, and a further deal is proposed to whoever looks after the account.',
    {
      ...DEAL,
      effectiveOn: Type.String({ format: 'date', description: 'The day of the delivery.' }),
      answerBy: Type.String({ format: 'date', description: 'The day by which it is to be applied or declined.' }),
      worth: word('What is billed more than was sold, as a decimal.'),
    },
  ),
  'deal.proposalClosed': of(
    ['deal'],
    'A proposed deal was made or declined, or withdrawn because the delivery is taken back, no longer differs, or has a contract.',
    {
      ...DEAL,
      outcome: word('applied, declined or withdrawn.'),
      cause: maybe(
        word(
          'Why it was withdrawn: reopened, notHandedOver, contract (the deal has one now), or noMore (no more is billed than was sold, or declined before).',
        ),
      ),
      madeDealId: maybe(id('The deal that was made of it.')),
    },
  ),
  'deal.contracted': of(['deal'], 'The effect of its win on contracts changed.', {
    ...DEAL,
    contractId: nullable(id('The contract that it has made or adds to; null for none.')),
    outcome: word(
      'The effect: made, added, followed (its contract now matches the form of the deal), parted (its contract keeps other changes), told (a program reported the contract), withdrawn, or none.',
    ),
    problem: maybe(
      object(
        {
          code: word('The code of the reason why no contract can be made from the deal.'),
          pointer: nullable(word('The place in the form of its handoff; null if the deal itself is the reason.')),
        },
        { description: 'The reason why no contract can be made.' },
      ),
    ),
  }),
};
