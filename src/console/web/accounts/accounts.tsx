import { Link } from 'wouter';
import { ACCOUNT_TYPES } from '../account/account-words.js';
import { get, type QueryOf } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { Filter, Find } from '../parts/filters.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { useReps } from '../parts/use-reps.js';

type AccountQuery = QueryOf<'/v1/accounts'>;

/** Any account that somebody may see, found by its name or a domain. What is asked stands in the address. */
export function Accounts() {
  useTitle('Accounts');
  const [asked] = useAddress();
  const reps = useReps().data ?? [];
  const query = { limit: 100, ...given<AccountQuery>(asked, ['q', 'type', 'ownerRepId']) };
  const pages = usePages(['accounts', query], (page) => get('/v1/accounts', { query: { ...query, ...page } }));
  const nameOfRep = (id: string | null | undefined) =>
    id == null ? '' : (reps.find((rep) => rep.id === id)?.name ?? 'Somebody');
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Accounts</h1>
        <search className="filters">
          <Find placeholder="Name or domain" />
          <Filter name="type" label="Type" options={optionsOf(ACCOUNT_TYPES)} any="Any type" />
          <Filter name="ownerRepId" label="Owner" options={reps} any="Any owner" />
        </search>
        {pages.isUpdating && <span className="count">updating</span>}
      </header>
      <Paged
        pages={pages}
        empty={
          asked.size > 0
            ? 'No account is like this.'
            : 'There is no account yet. They come from your CRM, and with the first deal of each.'
        }
      >
        {(accounts) => (
          <div className="scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col">Domains</th>
                  <th scope="col">Type</th>
                  <th scope="col">Owner</th>
                  <th scope="col">Account manager</th>
                </tr>
              </thead>
              <tbody>
                {accounts.map(({ id, name, domains, type, ownerRepId, roles }) => (
                  <tr key={id}>
                    <td>
                      <Link href={`/accounts/${id}`}>{name}</Link>
                    </td>
                    <td>{domains.join(', ')}</td>
                    <td>{ACCOUNT_TYPES[type]}</td>
                    <td>{nameOfRep(ownerRepId)}</td>
                    <td>{nameOfRep(roles.manager)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
    </section>
  );
}
