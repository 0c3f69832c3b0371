import type { ReadyMadeConnector } from '../ready-made.js';
import { AMOUNT, DELIVERED, type Drafted, draftLines, SOLD, WENT_LIVE } from './lines.js';

const API = 'https://api.xero.com/api.xro/2.0';
const HEADERS = { 'xero-tenant-id': '‹tenant id›' };

const text = (Description: string) => ({ Description });
const linesOf = (drafted: Drafted) =>
  draftLines(drafted, {
    fixed: { Description: '{{ line.what }}', Quantity: 1, UnitAmount: AMOUNT, AccountCode: '‹revenue account›' },
    text,
    payment: text,
  });

/** The date of the first payment, since the document has one date and its lines have none. */
const DUE = {
  DueDate: { $when: 'form.billing.schedule', $do: '{{ form.billing.schedule | map: "on" | first | required }}' },
};

/**
 * Source: developer.xero.com (accounting API: invoices, whose lines are all replaced by lines without an id;
 * idempotency; OAuth 2.0: access tokens last thirty minutes, each refresh token works once). The documentation does not
 * say how long Xero remembers a key, so the record is searched for early.
 */
const draftOf = (drafted: Drafted): ReadyMadeConnector => ({
  tool: 'xero',
  kind: 'accounting',
  description: `A draft invoice in Xero ${drafted.about}. It has the lines that are fixed, due on the first day of the schedule. The payments of the schedule with their days, the lines that are not fixed and ${drafted.tells} follow as lines of text, as Xero has no date for a line. A retainer is not in its total, even if it is part of the deal’s amount. It links to the handoff. The contact is the account, found or created by its name. The client is invoiced only after a person has approved it; amendments of the form reach it until a person submits it.`,
  fillIn: ['‹tenant id›', '‹revenue account›'],
  auth: { kind: 'oauth', tokenUrl: 'https://identity.xero.com/connect/token', clientIn: 'header' },
  connector: {
    name: `Xero${drafted.suffix}`,
    request: {
      method: 'POST',
      url: `${API}/Invoices`,
      headers: HEADERS,
      body: {
        Invoices: [
          {
            Type: 'ACCREC',
            Status: 'DRAFT',
            Contact: {
              Name: '{{ account.name | default: deal.name }}',
              ...(drafted.hasContact && {
                EmailAddress: { $when: 'form.contacts.billing.email', $do: '{{ form.contacts.billing.email }}' },
              }),
            },
            Date: '{{ handoff.startedAt | day }}',
            CurrencyCode: { $when: 'deal.currency', $do: '{{ deal.currency }}' },
            LineAmountTypes: 'Exclusive',
            Reference: '{{ record.key }}',
            Url: '{{ handoff.url }}',
            ...DUE,
            LineItems: linesOf(drafted),
          },
        ],
      },
    },
    idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'PT5M' },
    idOf: '/Invoices/0/InvoiceID',
    link: 'https://go.xero.com/app/invoicing/view/{{ record.id }}',
    update: {
      method: 'POST',
      url: `${API}/Invoices/{{ record.id }}`,
      headers: HEADERS,
      body: { InvoiceID: '{{ record.id }}', ...DUE, LineItems: linesOf(drafted) },
      read: {
        url: `${API}/Invoices/{{ record.id }}`,
        headers: HEADERS,
        openWhile: { at: '/Invoices/0/Status', is: ['DRAFT'] },
      },
      fields: [
        { name: 'Due date', in: '/DueDate', at: '/Invoices/0/DueDateString' },
        { name: 'Lines', in: '/LineItems', at: '/Invoices/0/LineItems' },
      ],
    },
    find: {
      url: `${API}/Invoices?where=Reference%3D%3D%22{{ record.key }}%22`,
      headers: HEADERS,
      idOf: '/Invoices/0/InvoiceID',
    },
  },
});

export const XERO = draftOf(SOLD);
export const XERO_DELIVERED = draftOf(DELIVERED);
export const XERO_LIVE = draftOf(WENT_LIVE);
