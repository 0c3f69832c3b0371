import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { Unread, useTitle } from '../parts/states.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { may, useMe } from '../session/me.js';
import { productOf } from './products.js';

type Connection = Schemas['Inbound'];

const LOOK_MS = 10_000;

/** The addresses at which leads come in. */
export function Connections() {
  useTitle('Connections');
  const me = useMe();
  const { data, error } = useQuery({
    queryKey: ['connections'],
    queryFn: () => readAll((page) => get('/v1/inbound', { query: page })),
    refetchInterval: LOOK_MS,
  });
  const columns: readonly Column<Connection>[] = [
    { name: 'Name', is: 'name', cell: ({ name }) => name, href: ({ id }) => `/connections/${id}` },
    { name: 'From', cell: (row) => productOf(row).name },
    { name: 'Source', cell: ({ source }) => (typeof source === 'string' ? source : `by ${source.by}`) },
    {
      name: 'Last submission',
      cell: ({ lastArrivalAt }) => (lastArrivalAt === null ? 'none yet' : shortDateTime(lastArrivalAt, me.timeZone)),
    },
    { name: 'Leads', is: 'number', cell: ({ arrivals }) => arrivals.accepted },
    { name: 'Waiting', is: 'number', cell: ({ arrivals }) => arrivals.waiting },
    {
      name: 'Rejected',
      is: 'number',
      cell: ({ arrivals }) => arrivals.rejected,
      classOf: ({ arrivals }) => (arrivals.rejected > 0 ? 'bad' : undefined),
    },
  ];
  return (
    <section className="page wide">
      <h1>Connections</h1>
      <p>
        A connection has an address. Whatever is sent there becomes a lead: a form of your website, a lead form of an ad
        platform, a tool. The figures are those of the last 30 days.
      </p>
      {may(me) && (
        <p>
          <Link href="/connections/add" className="button">
            Add a connection
          </Link>
        </p>
      )}
      {data === undefined ? (
        <Unread error={error} />
      ) : data.length === 0 ? (
        <p>None yet.</p>
      ) : (
        <Table name="Connections" rows={data} columns={columns} keyOf={({ id }) => id} />
      )}
    </section>
  );
}
