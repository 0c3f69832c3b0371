import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearch } from 'wouter';
import { useNotices } from '../parts/notices.js';
import { ErrorState, Loading, messageOf, useTitle } from '../parts/states.js';
import { dayIn } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { downloadCsv } from './csv.js';
import { HeatMap } from './heat-map.js';
import type { Asked, ShownReport, ShownRow } from './report.js';
import { dimensionName, REPORTS } from './reports.js';

const DAY_MS = 86_400_000;
const PERIODS: Readonly<Record<string, string>> = { '7': '7 days', '30': '30 days', '90': '90 days', '365': 'A year' };

/** How fast are we, and what do we buy? A table first; each of its numbers opens its leads, and is in its CSV. */
export function Numbers({ report: name = 'speed' }: { readonly report?: string }) {
  const report = REPORTS[name] ?? REPORTS.speed!;
  useTitle(report.name);
  const { timeZone } = useMe();
  const asked = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const { say } = useNotices();
  const days = asked.get('days') ?? '30';
  const query: Asked = {
    by: asked.get('by') ?? report.by[0]!,
    from: dayIn(Date.now() - Number(days) * DAY_MS, timeZone),
    // The day that has begun is in it.
    to: dayIn(Date.now() + DAY_MS, timeZone),
    ...(report.isZoned && { timeZone }),
  };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['report', report.path, query],
    queryFn: () => report.read(query),
    placeholderData: (before, known) => (known?.queryKey[1] === report.path ? before : undefined),
  });
  const set = (key: string, value: string) => {
    asked.set(key, value);
    go(`/numbers/${name}?${asked}`, { replace: true });
  };
  return (
    <section className="page wide">
      <header className="bar">
        <h1>{report.question}</h1>
        <nav aria-label="Reports" className="tabs">
          {Object.entries(REPORTS).map(([slug, each]) => (
            <Link key={slug} href={`/numbers/${slug}?days=${days}`} className={each === report ? 'is-here' : ''}>
              {each.name}
            </Link>
          ))}
        </nav>
      </header>
      <div className="filters">
        <label>
          <span className="unseen">Period</span>
          <select value={days} onChange={({ target }) => set('days', target.value)}>
            {Object.entries(PERIODS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="unseen">A row for each</span>
          <select value={query.by} onChange={({ target }) => set('by', target.value)}>
            {report.by.map((by) => (
              <option key={by} value={by}>
                By {dimensionName(by).toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          onClick={() =>
            downloadCsv(report.path, query).catch((wrong) => say({ text: messageOf(wrong), isWrong: true }))
          }
        >
          CSV
        </button>
        <span className="count">
          {isFetching && data !== undefined
            ? 'updating'
            : `${report.counts} since ${query.from}${report.isZoned ? `, days of ${timeZone}` : ''}`}
        </span>
      </div>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {data === undefined && !error && <Loading />}
      {data !== undefined && <ReportTable report={data} by={query.by} list={report.list} />}
      {report.path === '/v1/reports/speed-to-lead' && <HeatMap asked={query} />}
    </section>
  );
}

function ReportTable({ report, by, list }: { report: ShownReport; by: string; list: string }) {
  if (report.rows.length === 0)
    return <p className="empty">Nothing of this time. A longer period may have something.</p>;
  return (
    <figure className="scrolls">
      <figcaption>{report.sentence}</figcaption>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{dimensionName(by)}</th>
            {report.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <Row key={row.label} row={row} columns={report.columns} list={list} />
          ))}
        </tbody>
        <tfoot>
          <Row row={{ ...report.total, label: 'In all' }} columns={report.columns} list={list} />
        </tfoot>
      </table>
    </figure>
  );
}

interface RowProps {
  readonly row: ShownRow;
  readonly columns: readonly string[];
  readonly list: string;
}

/** Its name leads to what it counts, where the API can list that. */
function Row({ row: { label, filter, cells }, columns, list }: RowProps) {
  const name = label === '' ? '(none)' : label;
  return (
    <tr>
      <th scope="row">{filter == null ? name : <Link href={`${list}?${new URLSearchParams(filter)}`}>{name}</Link>}</th>
      {cells.map(({ text, bar }, index) => (
        <td key={columns[index]}>
          {bar !== null && <meter aria-hidden="true" min={0} max={1} value={bar} />} {text}
        </td>
      ))}
    </tr>
  );
}
