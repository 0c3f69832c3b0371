import { serverTime } from '../live/server-time.js';
import { money } from '../parts/money.js';
import { type Column, Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';
import { CATEGORIES, closingDay, type Deal, missingWords, STAGES, TYPES, WHOLE_TERM } from './deal-words.js';
import { DueChip } from './due-chip.js';

interface Props {
  readonly deals: readonly Deal[];
  /** Whether it is shown on an account's page, which needs no column for the account. */
  readonly isOfAccount?: boolean;
}

export function DealTable({ deals, isOfAccount = false }: Props) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const closes = (deal: Deal) => closingDay(deal, { timeZone, now: serverTime.now() });
  const account: Column<Deal> = {
    name: 'Account',
    cell: ({ account }) => account?.name,
    href: ({ account }) => account && `/accounts/${account.id}`,
  };
  const columns: readonly Column<Deal>[] = [
    { name: 'Due', cell: (deal) => <DueChip deal={deal} /> },
    { name: 'Deal', classOf: () => 'title', cell: ({ name }) => name, href: ({ id }) => `/deals/${id}` },
    ...(isOfAccount ? [] : [account]),
    { name: 'Type', cell: ({ type }) => TYPES[type] },
    { name: WHOLE_TERM, is: 'number', cell: ({ amount, currency }) => money(amount, currency) },
    { name: 'ARR', is: 'number', cell: ({ arr, currency }) => money(arr, currency) },
    { name: 'Forecast', cell: howSure },
    { name: 'Closes', cell: closes },
    { name: 'Owner', cell: ({ ownerRepId }) => nameOf(ownerRepId) },
    { name: 'Missing', cell: wantingOf },
  ];
  return <Table name="Deals" className="narrows" rows={deals} keyOf={({ id }) => id} columns={columns} />;
}

function howSure({ stage, category, atRisk }: Deal): string {
  return stage === 'open' ? `${CATEGORIES[category]}${atRisk ? ', at risk' : ''}` : STAGES[stage];
}

/** Says what keeps a deal from being handed over or from having a contract, and whether its delivery waits for an answer. */
export function wantingOf({ handoff, contractProblem, stage, proposal }: Deal): string {
  const missing = handoff === null || handoff.missing === 0 ? [] : [missingWords(handoff)];
  const contract = stage === 'won' && contractProblem !== null ? ['no contract'] : [];
  const answer = proposal === null ? [] : [proposal.isOverdue ? 'an overdue answer' : 'an answer'];
  return [...missing, ...contract, ...answer].join(', ');
}
