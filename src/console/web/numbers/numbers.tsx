import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { CsvButton } from '../parts/csv-button.js';
import { Filter } from '../parts/filters.js';
import { ReportTable } from '../parts/report-table.js';
import { ErrorState, Loading, useTitle } from '../parts/states.js';
import { dayIn } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { useMe } from '../session/me.js';
import { HeatMap } from './heat-map.js';
import type { Asked } from './report.js';
import { dimensionName, REPORTS } from './reports.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = '30';
const PERIODS: Readonly<Record<string, string>> = { '7': '7 days', '30': '30 days', '90': '90 days', '365': 'A year' };

/** How fast are we, and what do we buy? A table first; each of its numbers opens its leads, and is in its CSV. */
export function Numbers({ report: name = 'speed' }: { readonly report?: string }) {
  const report = REPORTS[name] ?? REPORTS.speed!;
  useTitle(report.name);
  const { timeZone } = useMe();
  const [asked] = useAddress();
  const days = asked.get('days') ?? USUAL_DAYS;
  const query: Asked = {
    by: asked.get('by') ?? report.by[0]!,
    from: dayIn(serverTime.now() - Number(days) * DAY_MS, timeZone),
    // The day that has begun is in it.
    to: dayIn(serverTime.now() + DAY_MS, timeZone),
    ...(report.isZoned && { timeZone }),
  };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['report', report.path, query],
    queryFn: () => report.read(query),
    placeholderData: (before, known) => (known?.queryKey[1] === report.path ? before : undefined),
  });
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
        <Filter name="days" label="Period" options={optionsOf(PERIODS)} usual={USUAL_DAYS} />
        <Filter
          name="by"
          label="A row for each"
          options={report.by.map((id) => ({ id, name: `By ${dimensionName(id).toLowerCase()}` }))}
        />
        <CsvButton
          path={report.path}
          query={query}
          name={`${report.path.split('/').at(-1)}-${query.by.replace(',', '-')}-since-${query.from}`}
        />
        <span className="count">
          {isFetching && data !== undefined
            ? 'updating'
            : `${report.counts} since ${query.from}${report.isZoned ? `, days of ${timeZone}` : ''}`}
        </span>
      </div>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {data === undefined && !error && <Loading />}
      {data !== undefined && (
        <ReportTable
          report={data}
          rowsAre={dimensionName(query.by)}
          empty="Nothing of this time. A longer period may have something."
        />
      )}
      {report.path === '/v1/reports/speed-to-lead' && <HeatMap asked={query} />}
    </section>
  );
}
