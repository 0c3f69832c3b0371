import { Link } from 'wouter';
import { optionsOf } from '../parts/choice.js';
import { Chips, Filter, Find } from '../parts/filters.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { STATUSES } from './person.js';
import { type LeadQuery, readSlimLeads, rowNameOf, type SlimLead } from './slim-leads.js';

/** Filters that reports and other pages link to. */
const FILTERS: readonly (keyof LeadQuery)[] = [
  ...(['ownerId', 'hadBy', 'poolId', 'policyId', 'policy', 'queue', 'source', 'channel', 'campaign'] as const),
  ...(['country', 'test', 'workState', 'category', 'reason', 'closedWith', 'closedAs', 'breached'] as const),
  ...(['untouchedSince', 'receivedFrom', 'receivedTo', 'suppressionId', 'importId', 'imported'] as const),
];

const SENT = 'They appear here as soon as a web site or another program sends them. “Set up” shows admins how.';
const DEALT = 'Leads appear here when they become yours.';

/** What a filter by an id says, which nobody would recognise. */
const BY_ID: Readonly<Record<string, string>> = {
  suppressionId: 'Closed by one suppression',
  importId: 'From one import',
};

const HISTORY: Readonly<Record<string, string>> = {
  without: 'Without history',
  only: 'History alone',
  with: 'With history',
};

/** The list of leads, with a search. The filters are kept in the address. */
export function Leads() {
  const me = useMe();
  const { timeZone } = me;
  const nameOf = useNames();
  const [asked] = useAddress();
  const shownValue = (name: string, value: string) => {
    if (name === 'ownerId' || name === 'hadBy') return nameOf(value);
    return /^\d{4}-\d\d-\d\dT/.test(value) ? shortDateTime(value, timeZone) : value;
  };
  const wordsOf = (name: string, value: string) =>
    BY_ID[name] ?? (name === 'imported' ? HISTORY[value] : undefined) ?? `${titled(name)}: ${shownValue(name, value)}`;
  const query = { limit: 100, ...given<LeadQuery>(asked, ['q', 'status', ...FILTERS]) };
  const pages = usePages(['leads', query], (page) => readSlimLeads({ ...query, ...page }));
  return (
    <section className="page wide">
      <ListBar title="Leads" pages={pages}>
        <search className="filters">
          <Find placeholder="Name, company, address, number" />
          <Filter name="status" label="Status" options={optionsOf(STATUSES)} any="Any status" />
        </search>
        {may(me, 'rep', 'manager', 'intake', 'integration') && (
          <Link href="/leads/add" className="button">
            Add a lead
          </Link>
        )}
        <Chips names={FILTERS} wordsOf={wordsOf} />
        {may(me, 'integration') && <Link href="/imports">Imports</Link>}
      </ListBar>
      <Paged
        pages={pages}
        {...(asked.size > 0
          ? { empty: 'No leads match.' }
          : { empty: 'No leads yet', why: may(me, 'manager', 'read') ? SENT : DEALT })}
      >
        {(rows) => <Table name="Leads" rows={rows} keyOf={({ id }) => id} columns={columnsFor(nameOf, timeZone)} />}
      </Paged>
    </section>
  );
}

function columnsFor(nameOf: (repId: string) => string, timeZone: string): readonly Column<SlimLead>[] {
  const ownerOf = ({ ownerId, waitingSince }: SlimLead) =>
    ownerId === null ? waitingSince !== null && 'Waits' : nameOf(ownerId);
  return [
    { name: 'Lead', cell: rowNameOf, href: ({ id }) => `/leads/${id}` },
    { name: 'Company', cell: ({ companyName }) => companyName },
    { name: 'Status', cell: ({ status }) => STATUSES[status] },
    { name: 'Owner', cell: ownerOf },
    { name: 'Source', cell: ({ source }) => source },
    { name: 'Received', cell: ({ receivedAt }) => shortDateTime(receivedAt, timeZone) },
  ];
}
