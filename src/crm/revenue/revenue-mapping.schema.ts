import { type Static, Type } from '@sinclair/typebox';
import { LINE_KINDS } from '../../forms/contract-lines.dto.js';
import { object, oneOf, optionalOneOf, text } from '../../platform/input/schema.js';
import { field, found, onlyOf, path, template } from '../connections/mapping.schema.js';

const KINDS_MAX = 50;
const WRITTEN = 'a decimal number, or as `amounts` says';

const AMOUNTS = optionalOneOf(['decimal', 'minor'], {
  description:
    'How amounts are written: as decimal numbers, by default, or as whole numbers of the minor unit of the currency (`minor`), such as cents.',
});
const SAME_CURRENCY = field(
  'The currency. One that is not that of the contract is refused; required where `amounts` is `minor`.',
);
const WHOLE = 'Each report replaces the one before as a whole, without what is missing or empty.';

/** @param as the name of an entry in templates */
const listOf = <Fields extends Parameters<typeof Type.Object>[0]>(list: string, as: string, fields: Fields) =>
  Type.Optional(
    object(
      {
        each: path(`The path of the list, such as item.${list}. One that is not there is empty.`),
        only: onlyOf('an entry'),
        ...fields,
      },
      { description: `In place of the fields of the same names. Templates see \`${as}\` too, each of its entries.` },
    ),
  );

const dated = (list: string, as: string, what: string) =>
  listOf(list, as, { on: template(`The day ${what}.`), amount: template(`The amount, ${WRITTEN}.`) });

export const ContractsMapping = object(
  {
    ...found('contracts', 'contract'),
    accountRef: field(
      'The id of the account in the CRM, matched with the `refs` of accounts for this system; else the name is used.',
    ),
    accountName: field('The name of the account. No account is created for an unknown name.'),
    accountDomain: field('The domain of the account; domains of mail providers are ignored.'),
    dealRef: field(
      'The id of the deal in the CRM, matched with the `refs` of deals. If no account is given, it is that of the deal.',
    ),
    currency: template('The currency.'),
    startsOn: template('The first day.'),
    endsOn: field('The last day. Without one it has no end.'),
    endsBefore: field('Or the first day after it, or the instant at which it ends.'),
    noticeDays: field('The notice period, in days before the end.'),
    autoRenewMonths: field('For how many months it renews by itself; 0 or nothing: it does not.'),
    amounts: AMOUNTS,
    product: field('The product that is bought, of a contract of one line; at most 100 characters are stored.'),
    kind: field(
      'The kind of the line: `recurring` by default, `commitment`, `usage` or `oneOff`, or what `kinds` says.',
    ),
    amount: field(`The amount for the whole term, ${WRITTEN}.`),
    arr: field('Replaces the ARR that follows from the amount; required where there is no end.'),
    lines: listOf('lines', 'line', {
      product: template('The product that is bought; at most 100 characters are stored.'),
      kind: field(
        'The kind of the line: `recurring` by default, `commitment`, `usage` or `oneOff`, or what `kinds` says.',
      ),
      amount: template(`The amount for all of its days, ${WRITTEN}.`),
      arr: field('Replaces the ARR that follows from the amount; required where there is no end.'),
      from: field('Its first day; that of the contract by default.'),
      to: field('Its last day; that of the contract by default.'),
      before: field('Or the first day after it, or the instant at which it ends.'),
    }),
    kinds: Type.Optional(
      Type.Record(text(200), oneOf(LINE_KINDS), {
        maxProperties: KINDS_MAX,
        description: 'The kinds of lines, by what the CRM calls them, compared without case.',
      }),
    ),
  },
  { description: `How a contract is read. ${WHOLE}` },
);
export type ContractsMapping = Static<typeof ContractsMapping>;

export const InvoicesMapping = object(
  {
    ...found('invoices', 'invoice'),
    contractRef: template('The id of the contract there, matched with the `refs` of contracts for this system.'),
    currency: SAME_CURRENCY,
    issuedOn: template('The date of the invoice.'),
    amounts: AMOUNTS,
    amount: template(`The amount, ${WRITTEN}.`),
    payments: dated('payments', 'payment', 'of the payment'),
    refunds: dated('refunds', 'refund', 'on which it was paid back'),
    paidOn: field('In place of `payments`: the day on which it was paid. If it is empty, it is not paid.'),
    paidAmount: field('How much was paid then; by default all of it.'),
  },
  { description: `How an invoice is read. ${WHOLE}` },
);
export type InvoicesMapping = Static<typeof InvoicesMapping>;

export const UsageMapping = object(
  {
    ...found('reports', 'report'),
    contractRef: template('The id of the contract there, matched with the `refs` of contracts for this system.'),
    currency: SAME_CURRENCY,
    product: template('The product that was used; at most 100 characters are stored.'),
    from: template('The first day.'),
    to: field('The last day.'),
    before: field('Or the first day after it, or the instant at which it ends.'),
    quantity: field('How much was used.'),
    amounts: AMOUNTS,
    amount: field(`What it comes to, ${WRITTEN}.`),
  },
  { description: `How usage is read. ${WHOLE}` },
);
export type UsageMapping = Static<typeof UsageMapping>;

/** The mappings by kind, besides `mapping`, which is that of deals. */
export const REVENUE_MAPPINGS = {
  contracts: Type.Optional(ContractsMapping),
  invoices: Type.Optional(InvoicesMapping),
  usage: Type.Optional(UsageMapping),
};

export interface RevenueMappings {
  readonly contracts: ContractsMapping;
  readonly invoices: InvoicesMapping;
  readonly usage: UsageMapping;
}
