import type { ReadyMadeConnector } from '../ready-made.js';
import { AMOUNT, DELIVERED, type Drafted, draftLines, SOLD, WENT_LIVE } from './lines.js';

const API = 'https://quickbooks.api.intuit.com/v3/company/‹company id›';

const text = (Description: string) => ({ DetailType: 'DescriptionOnly', Description, DescriptionLineDetail: {} });

/** The fields that follow the form; all others stay as they were created. */
const saysOf = (drafted: Drafted) => ({
  ...(drafted.hasContact && {
    BillEmail: { $when: 'form.contacts.billing.email', $do: { Address: '{{ form.contacts.billing.email }}' } },
  }),
  PrivateNote: '{{ deal.name | truncate: 1000 }}. Handed over: {{ handoff.url }}',
  Line: draftLines(drafted, {
    fixed: {
      DetailType: 'SalesItemLineDetail',
      Amount: AMOUNT,
      Description: '{{ line.what }}',
      SalesItemLineDetail: { ItemRef: { value: '‹item id›' } },
    },
    text,
    payment: (payment) => ({ ...text(payment), DescriptionLineDetail: { ServiceDate: '{{ payment.on }}' } }),
  }),
});

/**
 * Source: developer.intuit.com (estimate and its lines, of which description-only ones also have a service date:
 * create, read, sparse update by `SyncToken`; `requestid`; OAuth 2.0: access tokens last an hour, refresh tokens
 * change). Creates an estimate, because an invoice would be in the books at once.
 */
const draftOf = (drafted: Drafted): ReadyMadeConnector => ({
  tool: 'quickbooks',
  kind: 'accounting',
  description: `A pending estimate in QuickBooks Online ${drafted.about}. It has the lines that are fixed, and a line with its date for each payment of the schedule. Lines that are not fixed are not in its total; they and ${drafted.tells} follow as text. The memo has the address of the handoff. The estimate becomes an invoice only when a person decides so. It waits until the account has the id of its customer there: \`refs.quickbooks\`. Amendments of the form reach it while it is pending.`,
  fillIn: ['‹company id›', '‹item id›'],
  auth: { kind: 'oauth', tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer', clientIn: 'header' },
  connector: {
    name: `QuickBooks Online${drafted.suffix}`,
    request: {
      method: 'POST',
      url: `${API}/estimate?minorversion=75`,
      body: {
        CustomerRef: { value: '{{ account.refs.quickbooks | required }}' },
        TxnStatus: 'Pending',
        TxnDate: '{{ handoff.startedAt | day }}',
        CurrencyRef: { $when: 'deal.currency', $do: { value: '{{ deal.currency }}' } },
        ...saysOf(drafted),
      },
    },
    idempotency: { in: 'query', name: 'requestid', keptFor: 'PT24H' },
    idOf: '/Estimate/Id',
    link: 'https://app.qbo.intuit.com/app/estimate?txnId={{ record.id }}',
    update: {
      method: 'POST',
      url: `${API}/estimate?minorversion=75`,
      body: { Id: '{{ record.id }}', SyncToken: '{{ record.version }}', sparse: true, ...saysOf(drafted) },
      read: {
        url: `${API}/estimate/{{ record.id }}?minorversion=75`,
        versionOf: '/Estimate/SyncToken',
        openWhile: { at: '/Estimate/TxnStatus', is: ['Pending'] },
      },
      fields: [
        ...(drafted.hasContact ? [{ name: 'E-mail', in: '/BillEmail', at: '/Estimate/BillEmail' }] : []),
        { name: 'Memo', in: '/PrivateNote', at: '/Estimate/PrivateNote' },
        { name: 'Lines', in: '/Line', at: '/Estimate/Line' },
      ],
    },
  },
});

export const QUICKBOOKS = draftOf(SOLD);
export const QUICKBOOKS_DELIVERED = draftOf(DELIVERED);
export const QUICKBOOKS_LIVE = draftOf(WENT_LIVE);
