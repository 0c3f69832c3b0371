import { type Column, Table } from '../parts/table.js';
import { shortDay } from '../parts/times.js';
import { type Contract, productsOf } from './contract-words.js';

const COLUMNS: readonly Column<Contract>[] = [
  { name: 'Contract', cell: productsOf, href: ({ id }) => `/contracts/${id}` },
  { name: 'From', cell: ({ startsOn }) => shortDay(startsOn) },
  { name: 'Until', cell: ({ endsOn }) => (endsOn === null ? 'no end' : shortDay(endsOn)) },
  {
    name: 'Last day for notice',
    cell: ({ lastDayForNotice }) => lastDayForNotice !== null && shortDay(lastDayForNotice),
  },
  { name: 'Then', cell: afterwards },
  { name: 'Proposed', cell: proposedIn },
];

export function ContractTable({ contracts }: { contracts: readonly Contract[] }) {
  return <Table name="Contracts" rows={contracts} keyOf={({ id }) => id} columns={COLUMNS} />;
}

function proposedIn({ proposals }: Contract): string {
  if (proposals.length === 0) return '';
  return proposals.some(({ isOverdue }) => isOverdue) ? 'An amendment, overdue' : 'An amendment';
}

/** Says what happens at the end of the contract, as things are now. */
export function afterwards({ notice, autoRenewMonths, withdrawnAt, endsOn }: Contract): string {
  if (withdrawnAt !== null) return 'Withdrawn: its deal is not won';
  if (notice !== null) return notice.late ? 'Ends: late notice' : 'Ends: notice was given';
  if (autoRenewMonths !== null) return `Renews automatically for ${autoRenewMonths} months`;
  return endsOn === null ? 'Goes on' : 'Ends unless renewed';
}
