import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { CAUSES, LINE_KINDS } from '../contracts/contract-words.js';
import { serverTime } from '../live/server-time.js';
import { money } from '../parts/money.js';
import { ErrorState, Loading } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { dayIn, shortDay } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { useMe } from '../session/me.js';

type Line = Schemas['RevenueLine'];

/** The account's ARR on a day and its lines. The day is kept in the address. */
export function Worth({ accountId }: { accountId: string }) {
  const { timeZone } = useMe();
  const [asked, set] = useAddress();
  const at = asked.get('at') ?? '';
  const { data, error } = useQuery({
    queryKey: ['account', accountId, 'revenue', at],
    queryFn: () => get('/v1/accounts/{id}/revenue', { path: { id: accountId }, query: at ? { at } : {} }),
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="worth">
      <header className="bar">
        <h2 id="worth">Annual value</h2>
        <label>
          <span className="unseen">On</span>
          <input
            type="date"
            value={at || dayIn(serverTime.now(), timeZone)}
            onChange={({ target }) => set({ at: target.value })}
          />
        </label>
      </header>
      {error && <ErrorState error={error} />}
      {data === undefined && !error && <Loading />}
      {data !== undefined && <Figures revenue={data} />}
      {data !== undefined && data.lines.length > 0 && <Lines lines={data.lines} />}
    </section>
  );
}

function Figures({ revenue }: { revenue: Schemas['AccountRevenue'] }) {
  if (revenue.byCurrency.length === 0) return <p className="count">Nothing on {shortDay(revenue.at)}.</p>;
  return (
    <dl className="measures">
      {revenue.byCurrency.flatMap(({ currency, arr, committedArr, usage }) => [
        <Measure key={`${currency} arr`} name="ARR" value={money(arr, currency)} what="live on that day" />,
        <Measure
          key={`${currency} committed`}
          name="Committed"
          value={money(committedArr, currency)}
          what="including signed contracts, excluding those under notice"
        />,
        <Measure
          key={`${currency} usage`}
          name="Usage"
          value={money(usage, currency)}
          what="last three months × 4; not part of ARR"
        />,
      ])}
      {revenue.lastDayForNotice !== null && (
        <Measure
          name="Last day for notice"
          value={shortDay(revenue.lastDayForNotice)}
          what={
            revenue.lastDayForNotice < revenue.at
              ? 'the latest of its contracts; it has passed'
              : 'the next one of its contracts'
          }
        />
      )}
    </dl>
  );
}

function Measure({ name, value, what }: { name: string; value: string; what: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong> <span className="count">{what}</span>
      </dd>
    </div>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <Table
      name="Lines"
      rows={lines}
      keyOf={({ contractId, product, kind, since }) => [contractId, product, kind, since].join(' ')}
      columns={[
        { name: 'Product', cell: ({ product }) => product, href: ({ contractId }) => `/contracts/${contractId}` },
        { name: 'Kind', cell: ({ kind }) => LINE_KINDS[kind] },
        { name: 'ARR', is: 'number', cell: ({ arr, currency }) => money(arr, currency) },
        { name: 'Since', cell: ({ since }) => shortDay(since) },
        { name: 'Reason', cell: causeOf },
      ]}
    />
  );
}

function causeOf({ lapsed, cause }: Line): string {
  if (lapsed) return 'Lapsed, and comes back';
  return cause === null ? 'Reduced' : CAUSES[cause];
}
