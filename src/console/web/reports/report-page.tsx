import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { getFile } from '../api/api.js';
import { saveAs } from '../parts/save-as.js';
import { useRefusals } from '../parts/sending.js';
import { ErrorState, Loading, NotFound, useTitle } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { useAddress } from '../parts/use-address.js';
import { may, useMe } from '../session/me.js';
import type { Query, Report } from './report.js';
import { ReportTable } from './report-table.js';

interface Props {
  readonly base: string;
  readonly reports: Readonly<Record<string, Report>>;
  /** The present report; by default the first. */
  readonly name: string | undefined;
}

/** A page of reports. */
export function ReportPage({ base, reports, name = Object.keys(reports)[0]! }: Props) {
  const report = Object.hasOwn(reports, name) ? reports[name] : undefined;
  if (report !== undefined) return <OneReport base={base} reports={reports} slug={name} report={report} />;
  return (
    <NotFound>
      The address may be mistyped. <Link href={base}>All reports</Link>
    </NotFound>
  );
}

interface OneReportProps extends Pick<Props, 'base' | 'reports'> {
  readonly slug: string;
  readonly report: Report;
}

/** Parameters are kept in the address, and the CSV uses the same. */
function OneReport({ base, reports, slug, report }: OneReportProps) {
  const { question, path, asks, rowsAre, empty, counts, isByOwner, Below } = report;
  useTitle(report.name);
  const me = useMe();
  const { timeZone } = me;
  const seesAll = may(me, 'read');
  const [asked] = useAddress();
  const query = queryOf(report, asked, timeZone);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['report', path, query],
    queryFn: () => report.read(query, isByOwner === true && (!seesAll || /\b(rep|team)\b/.test(query.by ?? ''))),
    placeholderData: (before) => before,
  });
  const days = asked.get('days');
  const { timeZone: _, ...narrowed } = query;
  const counted = isFetching && data !== undefined ? 'updating' : counts?.(query);
  return (
    <section className="page wide">
      <header className="bar">
        <h1>{question}</h1>
        <Tabs
          label="Reports"
          of={Object.fromEntries(Object.entries(reports).map(([each, { name }]) => [`${base}/${each}`, name]))}
          here={`${base}/${slug}`}
          query={days === null ? '' : `?days=${days}`}
        />
      </header>
      <div className="filters">
        {asks.map(({ name, field }) => (
          <Fragment key={name}>{field}</Fragment>
        ))}
        <CsvButton path={path} query={query} name={[slug, ...Object.values(narrowed)].join('-')} />
        {counted !== undefined && <span className="count">{counted}</span>}
        {isByOwner && !seesAll && (
          <span className="count">
            {may(me, 'manager')
              ? 'A lead counts for each of your reps who had it, so one lead can count several times.'
              : 'Counted is each time that a lead was yours, even if somebody else has it now.'}
          </span>
        )}
      </div>
      {error && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && !error && <Loading />}
      {data !== undefined && <ReportTable report={data} rowsAre={rowsAre(query)} empty={empty} />}
      {Below !== undefined && <Below query={query} />}
    </section>
  );
}

function queryOf({ asks, isInZone }: Report, asked: URLSearchParams, timeZone: string): Query {
  const sent = asks.map((each) => each.sent(asked.get(each.name) ?? '', timeZone));
  return Object.assign({}, ...sent, isInZone && { timeZone });
}

function CsvButton({ path, query, name }: { path: string; query: Query; name: string }) {
  const refused = useRefusals();
  return (
    <button type="button" onClick={() => refused(downloadCsv(path, query, name))}>
      CSV
    </button>
  );
}

/** Saves a report as CSV, by the same request as on the screen. @param name of the file, without extension */
async function downloadCsv(path: string, query: Query, name: string): Promise<void> {
  saveAs(await getFile(`${path}?${new URLSearchParams(query)}`, 'text/csv'), `${name}.csv`);
}
