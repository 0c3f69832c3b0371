import { type TProperties, Type } from '@sinclair/typebox';
import { closed, id, nullable } from '../platform/answer.js';
import { count, maybe, of, word } from './event-shape.js';

const day = (description: string) => Type.String({ format: 'date', description });
const fact = (description: string, fields: TProperties) => Type.Object(fields, { ...closed, description });

const SEGMENT = fact('A span of days in which the price stays the same.', {
  from: day('Its first day.'),
  to: nullable(day('Its last day; null where no end is agreed.')),
  amount: word('For its whole span, as a decimal.'),
  arr: nullable(word('Its ARR as a decimal; null for a line that has none.')),
  cause: word('Why the ARR changes on its first day, such as sold or ramp.'),
});
const LINE = fact('Something that is bought.', {
  product: word('What is bought.'),
  kind: word('What it is: recurring, commitment, usage or oneOff.'),
  segments: Type.Array(SEGMENT, { description: 'Its prices by time.' }),
  movedToContractId: maybe(id('The contract of another account to which its rest went.')),
  movedOn: maybe(day('From which day on.')),
  dealId: maybe(id('The deal that has added it.')),
});
const NOTICE_FIELDS = {
  givenOn: day('When it was given.'),
  reason: word('The code of a churn reason.'),
  late: Type.Boolean({ description: 'Whether it was given after the last day for it.' }),
  lastDayForNotice: nullable(day('The last day for it; null where the contract had no end.')),
  endsOn: day('The last day of the contract.'),
};
const NOTICE = fact('The notice that ends it.', NOTICE_FIELDS);

/** The state of the contract, in every event about it: all that is agreed. */
const CONTRACT = {
  accountId: id('The account whose contract it is.'),
  dealId: nullable(id('The deal by which it was sold; null for none.')),
  currency: word('The currency (ISO 4217).'),
  startsOn: day('Its first day.'),
  endsOn: nullable(day('Its last day as far as is known; null where no end is agreed.')),
  noticeDays: count('The notice period, in days.'),
  autoRenewMonths: nullable(count('For how many months it renews by itself; null if it does not.', 1)),
  terms: Type.Array(
    fact('A term.', {
      startsOn: day('Its first day.'),
      endsOn: nullable(day('Its last day; null where no end is agreed.')),
      cause: word('How it came about: signed, renewed or auto.'),
    }),
    { description: 'Its terms, the present one last.' },
  ),
  notice: nullable(NOTICE, 'The notice that ends it; null while there is none.'),
  heldBy: Type.Array(fact('An account.', { accountId: id('The account.'), from: day('From when on.') }), {
    description: 'Whose it was, and is, in their order.',
  }),
  lines: Type.Array(LINE, { description: 'What is bought, also what is over.' }),
};

export const CONTRACT_EVENTS = {
  'contract.started': of(['contract'], 'A contract was recorded.', {
    ...CONTRACT,
    fromContractId: maybe(id('The contract of another account that its lines came from.')),
    byDealId: maybe(id('The deal whose win has made it.')),
  }),
  'contract.amended': of(['contract'], 'Other lines hold from a day on, or what was told of it was corrected.', {
    ...CONTRACT,
    effectiveOn: maybe(day('From when on; absent for a correction.')),
    formerArr: maybe(word('The ARR on that day before.')),
    arr: maybe(word('The ARR on that day.')),
    fields: maybe(
      Type.Array(word('The name of a field.'), { description: 'Of a correction: the fields that changed.' }),
    ),
    byDealId: maybe(id('The deal whose win, or whose form, has changed it.')),
  }),
  'contract.renewed': of(['contract'], 'Another term follows, or several where it was told late.', {
    ...CONTRACT,
    cause: word('`signed`, or `auto` where nobody gave notice.'),
    formerArr: word('The ARR on the last day before the last of them.'),
    arr: word('The ARR on the first day of that.'),
  }),
  'contract.noticeGiven': of(['contract'], 'The customer gave notice.', {
    ...CONTRACT,
    undone: maybe(count('How many automatic renewals did not happen after all.', 1)),
  }),
  'contract.noticeWithdrawn': of(['contract'], 'No notice was given after all.', {
    ...CONTRACT,
    formerNotice: fact('The notice that was taken back.', NOTICE_FIELDS),
  }),
  'contract.transferred': of(['contract'], 'It went to another account, or some of its lines did.', {
    ...CONTRACT,
    fromAccountId: id('The account whose contract it was.'),
    toAccountId: id('The account to which it, or the lines, went.'),
    toContractId: maybe(id('The contract to which the lines went; absent for a contract as a whole.')),
    products: maybe(Type.Array(word('A product.'), { description: 'Which ones went there.' })),
    arr: word('The ARR that went there.'),
  }),
  'contract.parted': of(
    ['contract'],
    'The form of its deal says something else: it stays as it was changed otherwise.',
    {
      ...CONTRACT,
      byDealId: id('The deal.'),
    },
  ),
  'contract.withdrawn': of(['contract'], 'The deal that made it is not won after all: it is as if it had never been.', {
    ...CONTRACT,
    byDealId: id('The deal.'),
  }),
};
