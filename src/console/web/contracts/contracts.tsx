import { useQueries } from '@tanstack/react-query';
import { get, type QueryOf } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { Filter } from '../parts/filters.js';
import { money } from '../parts/money.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { dayIn, shortDay } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';
import { afterwards } from './contract-table.js';
import { arrOn, type Contract, productsOf } from './contract-words.js';

type ContractQuery = QueryOf<'/v1/contracts'>;

/** What deliveries have proposed. */
const PROPOSALS = { open: 'Waits for an answer', overdue: 'An answer is overdue' };

/** The list of contracts. The filters are kept in the address. */
export function Contracts() {
  const [asked] = useAddress();
  const query = { limit: 100, ...given<ContractQuery>(asked, ['accountId', 'proposals']) };
  const pages = usePages(['contract', 'list', query], (page) => get('/v1/contracts', { query: { ...query, ...page } }));
  return (
    <section className="page wide">
      <ListBar title="Contracts" pages={pages}>
        <search className="filters">
          <Filter name="proposals" label="Proposed amendments" options={optionsOf(PROPOSALS)} any="Any contract" />
        </search>
      </ListBar>
      <Paged
        pages={pages}
        empty={
          asked.size > 0
            ? 'No contracts match.'
            : 'There is no contract yet. They come from the deals that you win, and from your billing tool.'
        }
      >
        {(contracts) => <List contracts={contracts} />}
      </Paged>
    </section>
  );
}

function List({ contracts }: { contracts: readonly Contract[] }) {
  const { timeZone } = useMe();
  const today = dayIn(serverTime.now(), timeZone);
  const nameOf = useAccountNames(contracts);
  const columns: readonly Column<Contract>[] = [
    { name: 'Contract', cell: productsOf, href: ({ id }) => `/contracts/${id}` },
    {
      name: 'Account',
      cell: ({ accountId }) => nameOf(accountId),
      href: ({ accountId }) => `/accounts/${accountId}`,
    },
    { name: 'ARR', is: 'number', cell: (contract) => money(arrOn(contract, today), contract.currency) },
    { name: 'Ends on', cell: ({ endsOn }) => (endsOn === null ? 'no end' : shortDay(endsOn)) },
    {
      name: 'Last day for notice',
      cell: ({ lastDayForNotice }) => lastDayForNotice !== null && shortDay(lastDayForNotice),
    },
    { name: 'State', cell: (contract) => stateOn(contract, today) },
  ];
  return <Table name="Contracts" rows={contracts} keyOf={({ id }) => id} columns={columns} />;
}

/** Whether it has begun, runs or is over, and what happens at its end. */
function stateOn(contract: Contract, today: string): string {
  if (contract.endsOn !== null && contract.endsOn < today) return 'Over';
  const then = afterwards(contract);
  return contract.withdrawnAt === null && contract.startsOn > today ? `Begins on ${shortDay(contract.startsOn)}` : then;
}

/** Returns a function from an account's id to its name; empty while it is loading. */
function useAccountNames(contracts: readonly Contract[]): (id: string) => string {
  const ids = [...new Set(contracts.map(({ accountId }) => accountId))];
  const accounts = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['account', id],
      queryFn: () => get('/v1/accounts/{id}', { path: { id } }),
      staleTime: 60_000,
    })),
  });
  const names = new Map(accounts.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data.name] as const])));
  return (id) => names.get(id) ?? '';
}
