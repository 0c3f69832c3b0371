import type { LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import type { Names } from '../leads/lead.js';

/** An event of a deal with one plain sentence. */
export function dealTimelineEntry(row: LedgerRow, names: Names) {
  return { ...eventView(row), text: sentenceOf(row, names) };
}

export function sentenceOf({ type, data }: Pick<LedgerRow, 'type' | 'data'>, names: Names): string {
  const worth = typeof data.amount === 'string' ? `, worth ${data.amount} ${data.currency}` : '';
  switch (type) {
    case 'deal.created':
      return `${data.leadId === null ? 'Made' : 'Made from its lead'}, a deal of ${names.rep(data.ownerRepId)}${worth}`;
    case 'deal.updated':
      return `Updated: ${(data.fields as readonly string[]).map((field) => said(field, data, names)).join(', ')}`;
    case 'deal.won':
      return `Won${worth}`;
    case 'deal.delivered':
      return 'Delivered';
    case 'deal.lost':
      return typeof data.reason === 'string' ? `Lost: ${names.reason(data.reason)}` : 'Lost';
    case 'deal.reopened':
      return data.why === 'person'
        ? `Open again, after it was ${data.from}`
        : 'Open again: its lead was not won after all';
    default:
      return type;
  }
}

/** A field, with what it is now where the ledger tells that. */
function said(field: string, data: LedgerRow['data'], names: Names): string {
  if (field === 'ownerRepId') return `owner ${names.rep(data.ownerRepId)}`;
  if (field === 'amount' || field === 'currency') return `${field} ${data[field] ?? 'unknown'}`;
  return field.split('.')[0] === 'account' ? 'account' : field;
}
