import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import type { Names } from '../../leads/lead.js';
import type { AccountRoles, AccountType } from './account.js';

const TYPES: Readonly<Record<AccountType, string>> = {
  prospect: 'a prospect',
  customer: 'a customer',
  former: 'a former customer',
  partner: 'a partner',
  competitor: 'a competitor',
};

export function accountTimelineEntry(row: LedgerRow, names: Names) {
  return { ...eventView(row), text: sentenceOf(row, names) };
}

function sentenceOf({ type, data }: LedgerRow, names: Names): string {
  const isWhat = TYPES[data.type as AccountType];
  if (type === 'account.created')
    return `Made as ${isWhat}${data.ownerRepId === null ? '' : `, owned by ${names.rep(data.ownerRepId)}`}`;
  if (type === 'account.undone') return 'Deleted with the import that had made it';
  const fields = data.fields as readonly string[];
  const others = fields.filter((field) => field !== 'type').map((field) => changeOf(field, data, names));
  const updated = others.length === 0 ? [] : [`Updated: ${others.join(', ')}`];
  return [...(fields.includes('type') ? [`Now ${isWhat}`] : []), ...updated].join('. ');
}

/** A changed field, with its new value if the event has it. */
function changeOf(field: string, { ownerRepId, roles }: LedgerRow['data'], names: Names): string {
  if (field === 'ownerRepId') return `owner ${names.rep(ownerRepId)}`;
  const [group, role] = field.split('.');
  return group === 'roles' && role !== undefined
    ? `${role} ${names.rep((roles as AccountRoles)[role as keyof AccountRoles])}`
    : field;
}
