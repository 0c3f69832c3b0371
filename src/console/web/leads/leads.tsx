import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { Paged } from '../parts/paged.js';
import { SearchField } from '../parts/search-field.js';
import { useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { useReps } from '../parts/use-reps.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { type LeadQuery, readSlimLeads, rowNameOf, type SlimLead } from './slim-leads.js';

const STATUSES: Readonly<Record<SlimLead['status'], string>> = {
  open: 'Open',
  nurturing: 'Nurturing',
  recycled: 'Recycled',
  suppressed: 'Suppressed',
  lost: 'Lost',
  won: 'Won',
};

/** What reports and other pages ask for, beside words and status; each can be taken away again. */
const FILTERS = [
  ...['ownerId', 'hadBy', 'poolId', 'policyId', 'policy', 'queue', 'source', 'channel', 'campaign', 'country', 'test'],
  ...[
    'workState',
    'category',
    'reason',
    'closedWith',
    'closedAs',
    'breached',
    'untouchedSince',
    'receivedFrom',
    'receivedTo',
  ],
];

/** Any lead that somebody may see, found by words or by how it stands. What is asked stands in the address. */
export function Leads() {
  useTitle('Leads');
  const { timeZone } = useMe();
  const reps = useReps().data ?? [];
  const [asked, set] = useAddress();
  const q = asked.get('q') ?? '';
  const status = asked.get('status') ?? '';
  const shownValue = (value: string) =>
    reps.find(({ id }) => id === value)?.name ??
    (/^\d{4}-\d\d-\d\dT/.test(value) ? shortDateTime(value, timeZone) : value);
  const filters = FILTERS.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const query = { limit: 100, ...(q && { q }), ...(status && { status }), ...Object.fromEntries(filters) } as LeadQuery;
  const pages = usePages(['leads', query], (page) => readSlimLeads({ ...query, ...page }));
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Leads</h1>
        <search className="filters">
          <SearchField value={q} placeholder="Name, company, address, number" onSearch={(words) => set('q', words)} />
          <label>
            <span className="unseen">Status</span>
            <select value={status} onChange={({ target }) => set('status', target.value)}>
              <option value="">Any status</option>
              {Object.entries(STATUSES).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </search>
        {filters.map(([name, value]) => (
          <button key={name} type="button" onClick={() => set(name, '')} title="Take this away">
            {titled(name)}: {shownValue(value)} ✕
          </button>
        ))}
        {pages.isUpdating && <span className="count">updating</span>}
      </header>
      <Paged pages={pages} empty="No lead is like this.">
        {(rows) => (
          <div className="scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">Lead</th>
                  <th scope="col">Company</th>
                  <th scope="col">Status</th>
                  <th scope="col">Owner</th>
                  <th scope="col">Source</th>
                  <th scope="col">Received</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((lead) => (
                  <tr key={lead.id}>
                    <td>
                      <Link href={`/leads/${lead.id}`}>{rowNameOf(lead)}</Link>
                    </td>
                    <td>{lead.companyName}</td>
                    <td>{STATUSES[lead.status]}</td>
                    <td>{ownerOf(lead, reps)}</td>
                    <td>{lead.source}</td>
                    <td>{shortDateTime(lead.receivedAt, timeZone)}</td>
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

function ownerOf({ ownerId, waitingSince }: SlimLead, reps: readonly Schemas['Rep'][]): string {
  if (ownerId === null) return waitingSince === null ? '' : 'Waits';
  return reps.find(({ id }) => id === ownerId)?.name ?? 'Somebody';
}
