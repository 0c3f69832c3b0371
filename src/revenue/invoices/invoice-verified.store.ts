import type { EventType } from '../../events/event.js';
import { become, type VerifiedEvent, type VerifiedSubjects } from '../../events/verified.js';
import { minorUnitsOf } from '../../platform/values/money.js';

const OF = 'invoice.id > $1 and invoice.id <= $2';

/** Each event of an invoice has the whole of it. */
const whole: VerifiedEvent = (story, { data }) => {
  const { contractId, currency, issuedOn, amount, payments, refunds, paidOn } = data;
  const units = String(minorUnitsOf(String(amount), String(currency)));
  const fields = { contractId, currency, issuedOn, amount: units, paidOn };
  become(story, { ...fields, payments: listed(payments), refunds: listed(refunds) });
};

function listed(amounts: unknown): string {
  return (amounts as { on: string; amount: string }[]).map(({ on, amount }) => `${on} ${amount}`).join(', ');
}

const sqlListed = (column: string) =>
  `(select coalesce(string_agg(concat_ws(' ', each->>'on', each->>'amount'), ', ' order by place), '')
     from jsonb_array_elements(${column}) with ordinality as dated (each, place))`;

/** In minor units: the amounts are stored with all places of the currency, so removing the point is enough. */
const sqlSum = (column: string) =>
  `(select coalesce(sum(replace(each->>'amount', '.', '')::bigint), 0) from jsonb_array_elements(${column}) as each)`;

/** How each event changes a replayed invoice; the compiler requires an entry for each type. */
const INVOICE_EFFECTS: Readonly<Record<Extract<EventType, `invoice.${string}`>, VerifiedEvent>> = {
  'invoice.recorded': whole,
  'invoice.updated': whole,
  'invoice.paidInFull': whole,
  'invoice.paidInFullWithdrawn': whole,
};

/** Invoices by the ledger, by their table, and the invariants of both. */
export const VERIFIED_INVOICES: VerifiedSubjects = {
  subjectType: 'invoice',
  beginsWith: 'invoice.recorded',
  tellings: INVOICE_EFFECTS,
  row: `select id, id as of, event_seq as "lastSeq", event_xid::text as "lastXid", created_at as "madeAt", contract_id as "contractId", currency,
      issued_on::text as "issuedOn", amount::text, paid_on::text as "paidOn", ${sqlListed('payments')} as payments,
      ${sqlListed('refunds')} as refunds
    from invoice where ${OF}`,
  rowsAbout: {},
  invariants: {
    'an invoice is paid in full by its payments less its refunds': `
      select 'invoice ' || invoice.id as row, invoice.amount::text, paid_on::text as "paidOn", paid.sum::text as paid
        from invoice
        cross join lateral (select ${sqlSum('payments')} - ${sqlSum('refunds')} as sum) as paid
       where ${OF} and (paid.sum < 0 or (paid_on is null) <> (paid.sum < invoice.amount))`,
  },
};
