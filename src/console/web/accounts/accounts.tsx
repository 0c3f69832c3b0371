import { Link } from 'wouter';
import { get, type QueryOf, type Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { Filter, Find } from '../parts/filters.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { given, useAddress } from '../parts/use-address.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { useReps } from '../parts/use-reps.js';
import { ACCOUNT_TYPES } from './account-words.js';

type AccountQuery = QueryOf<'/v1/accounts'>;

/** The list of accounts, with a search by name or domain. The filters are kept in the address. */
export function Accounts() {
  const [asked] = useAddress();
  const reps = useReps().data ?? [];
  const nameOf = useNames();
  const query = { limit: 100, ...given<AccountQuery>(asked, ['q', 'type', 'ownerRepId']) };
  const pages = usePages(['accounts', query], (page) => get('/v1/accounts', { query: { ...query, ...page } }));
  return (
    <section className="page wide">
      <ListBar title="Accounts" pages={pages}>
        <search className="filters">
          <Find placeholder="Name or domain" />
          <Filter name="type" label="Type" options={optionsOf(ACCOUNT_TYPES)} any="Any type" />
          <Filter name="ownerRepId" label="Owner" options={reps} any="Any owner" />
        </search>
        <Link href="/contracts">All contracts</Link>
      </ListBar>
      <Paged
        pages={pages}
        empty={
          asked.size > 0
            ? 'No accounts match.'
            : 'There is no account yet. They come from your CRM, and with the first deal of each.'
        }
      >
        {(accounts) => <Table name="Accounts" rows={accounts} keyOf={({ id }) => id} columns={columnsFor(nameOf)} />}
      </Paged>
    </section>
  );
}

function columnsFor(nameOf: (repId: string) => string): readonly Column<Schemas['Account']>[] {
  return [
    { name: 'Account', cell: ({ name }) => name, href: ({ id }) => `/accounts/${id}` },
    { name: 'Domains', cell: ({ domains }) => domains.join(', ') },
    { name: 'Type', cell: ({ type }) => ACCOUNT_TYPES[type] },
    { name: 'Owner', cell: ({ ownerRepId }) => ownerRepId && nameOf(ownerRepId) },
    { name: 'Account manager', cell: ({ roles }) => roles.manager && nameOf(roles.manager) },
  ];
}
