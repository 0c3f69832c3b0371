import { type TProperties, Type } from '@sinclair/typebox';
import { id, nullable, object } from '../platform/input/schema.js';
import { count, maybe, of, word } from './event-shape.js';

const day = (description: string) => Type.String({ format: 'date', description });
const fact = (description: string, fields: TProperties) => object(fields, { description });

const SEGMENT = fact('A span of days in which the price stays the same.', {
  from: day('Its first day.'),
  to: nullable(day('Its last day; null where no end is agreed.')),
  amount: word('For its whole span, as a decimal.'),
  arr: nullable(word('Its ARR as a decimal; null for a line that has none.')),
  cause: word('Why the ARR changes on its first day, such as sold or ramp.'),
});
const LINE = fact('A product on the contract.', {
  product: word('The product.'),
  kind: word('The kind: recurring, commitment, usage or oneOff.'),
  segments: Type.Array(SEGMENT, { description: 'Its prices by time.' }),
  movedToContractId: maybe(id('The contract of another account to which the rest of the line went.')),
  movedOn: maybe(day('The first day there.')),
  dealId: maybe(id('The deal that has added it.')),
});
const NOTICE_FIELDS = {
  givenOn: day('When it was given.'),
  reason: word('The code of a churn reason.'),
  late: Type.Boolean({ description: 'Whether it was given after the last day for notice.' }),
  lastDayForNotice: nullable(day('The last day for notice; null if the contract had no end.')),
  endsOn: day('The last day of the contract.'),
};
const NOTICE = fact('The notice that ends it.', NOTICE_FIELDS);

/** The state of the contract, in every event about it: all that is agreed. */
const CONTRACT = {
  accountId: id('The account whose contract it is.'),
  dealId: nullable(id('The deal by which it was sold; null for none.')),
  currency: word('The currency (ISO 4217).'),
  startsOn: day('Its first day.'),
  endsOn: nullable(day('The last day that is known; null if no end is agreed.')),
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
    description: 'The accounts that have had the contract, in order.',
  }),
  lines: Type.Array(LINE, { description: 'All products, including those whose time is over.' }),
};

export const CONTRACT_EVENTS = {
  'contract.started': of(['contract'], 'A contract was recorded.', {
    ...CONTRACT,
    fromContractId: maybe(id('The contract of another account that its lines came from.')),
    byDealId: maybe(id('The deal whose win has made it.')),
  }),
  'contract.amended': of(['contract'], 'The lines change from a day on, or earlier data was corrected.', {
    ...CONTRACT,
    effectiveOn: maybe(day('The first day of the change; absent for a correction.')),
    formerArr: maybe(word('The ARR on that day before the change.')),
    arr: maybe(word('The ARR on that day.')),
    fields: maybe(
      Type.Array(word('The name of a field.'), { description: 'For a correction, the fields that changed.' }),
    ),
    byDealId: maybe(id('The deal whose win, or whose form, has changed it.')),
  }),
  'contract.amendmentProposed': of(
    ['contract'],
    'A delivery differs from what was sold, and an amendment is proposed to whoever looks after the account.',
    {
      ...CONTRACT,
      deliveredDealId: id('The deal that was delivered.'),
      effectiveOn: day('The first day of the change.'),
      answerBy: day('The day by which it is to be applied or declined.'),
      formerArr: word('The ARR on the first day without it.'),
      arr: word('The ARR on that day with it.'),
    },
  ),
  'contract.proposalClosed': of(
    ['contract'],
    'A proposed amendment was declined, or withdrawn because the delivery is taken back or no longer differs; or it was applied to a contract that is like that already.',
    {
      ...CONTRACT,
      deliveredDealId: id('The deal that was delivered.'),
      outcome: word('declined, withdrawn or applied.'),
      cause: maybe(
        word(
          'Why it was withdrawn: reopened, notHandedOver, otherContract, same (nothing differs), or declined (what differs was declined before).',
        ),
      ),
    },
  ),
  'contract.renewed': of(['contract'], 'Another term follows, or several if a renewal was reported late.', {
    ...CONTRACT,
    cause: word('`signed`, or `auto` if no notice was given.'),
    formerArr: word('The ARR on the day before the last of the new terms begins.'),
    arr: word('The ARR on the first day of that term.'),
    byDealId: maybe(id('The renewal whose win has renewed it.')),
  }),
  'contract.noticeGiven': of(['contract'], 'The customer gave notice.', {
    ...CONTRACT,
    undone: maybe(count('The number of automatic renewals that are undone.', 1)),
    byDealId: maybe(id('The renewal that was lost with it.')),
  }),
  'contract.noticeWithdrawn': of(['contract'], 'The notice was withdrawn, as if it had never been given.', {
    ...CONTRACT,
    formerNotice: fact('The notice that was taken back.', NOTICE_FIELDS),
    byDealId: maybe(id('The renewal that was opened again.')),
  }),
  'contract.transferred': of(['contract'], 'The contract, or some of its lines, went to another account.', {
    ...CONTRACT,
    fromAccountId: id('The account whose contract it was.'),
    toAccountId: id('The account to which it, or the lines, went.'),
    toContractId: maybe(id('The contract to which the lines went; absent for a contract as a whole.')),
    products: maybe(Type.Array(word('A product.'), { description: 'The products that went there.' })),
    arr: word('The ARR that went there.'),
  }),
  'contract.parted': of(
    ['contract'],
    'The form of its deal differs from the contract, which keeps its other changes.',
    {
      ...CONTRACT,
      byDealId: id('The deal.'),
    },
  ),
  'contract.withdrawn': of(
    ['contract'],
    'The deal that made it is no longer won, or its import was undone: the contract counts as if it had never existed.',
    {
      ...CONTRACT,
      byDealId: maybe(id('The deal.')),
    },
  ),
};
