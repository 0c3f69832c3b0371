import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { CsvButton } from '../parts/csv-button.js';
import { ReportTable } from '../parts/report-table.js';
import { ErrorState, Loading, useTitle } from '../parts/states.js';
import { instantOf, zoneBeside } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { useMe } from '../session/me.js';
import { REVENUE_REPORTS } from './reports.js';
import type { Filter, Query, RevenueReport } from './revenue-report.js';

/** What will come, what stays, and what moved it? A table first; what is asked stands in the address. */
export function Revenue({ report: name = 'forecast' }: { readonly report?: string }) {
  const report = REVENUE_REPORTS[name] ?? REVENUE_REPORTS.forecast!;
  useTitle(report.name);
  const { timeZone } = useMe();
  const [asked, set] = useAddress();
  const query = queryOf(report, asked, timeZone);
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
          {Object.entries(REVENUE_REPORTS).map(([slug, each]) => (
            <Link key={slug} href={`/revenue/${slug}`} className={each === report ? 'is-here' : ''}>
              {each.name}
            </Link>
          ))}
        </nav>
      </header>
      <div className="filters">
        {report.filters.map((filter) => (
          <FilterField
            key={filter.name}
            filter={filter}
            value={asked.get(filter.name) ?? ''}
            onChange={(value) => set({ [filter.name]: value })}
          />
        ))}
        <CsvButton path={report.path} query={query} name={[name, ...Object.values(query)].join('-')} />
        {isFetching && data !== undefined && <span className="count">updating</span>}
      </div>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {data === undefined && !error && <Loading />}
      {data !== undefined && !error && (
        <ReportTable report={data} rowsAre={report.rowsAre(query)} empty={report.empty} />
      )}
    </section>
  );
}

/** What stands in the address of what the report takes. */
function queryOf({ filters, isInZone }: RevenueReport, asked: URLSearchParams, timeZone: string): Query {
  const given = filters.flatMap((filter) => {
    const { name, kind } = filter;
    const value = asked.get(name) ?? (kind === 'choice' ? filter.options[0]!.id : '');
    if (value === '' || (kind === 'currency' && value.length < 3)) return [];
    return [[name, kind === 'instant' ? instantOf(value, timeZone) : value] as const];
  });
  return { ...Object.fromEntries(given), ...(isInZone && { timeZone }) };
}

interface FieldProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FilterField({ filter, value, onChange }: FieldProps) {
  const { timeZone } = useMe();
  const { label, kind } = filter;
  if (kind === 'choice') {
    return (
      <label>
        <span className="unseen">{label}</span>
        <select value={value || filter.options[0]!.id} onChange={({ target }) => onChange(target.value)}>
          {filter.options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    );
  }
  const isCode = kind === 'currency';
  return (
    <label className="named">
      {label}
      {kind === 'instant' && zoneBeside(timeZone)}
      <input
        type={INPUTS[kind]}
        value={value}
        onChange={({ target }) => onChange(isCode ? target.value.toUpperCase() : target.value)}
        {...(isCode && { className: 'code', maxLength: 3, placeholder: 'any' })}
      />
    </label>
  );
}

const INPUTS = { day: 'date', instant: 'datetime-local', currency: 'text' } as const;
