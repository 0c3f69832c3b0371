import type { Report } from '../reports/report.js';
import { ReportPage } from '../reports/report-page.js';
import { COHORTS } from './cohorts.js';
import { ACCURACY, FORECAST } from './forecast.js';
import { SALES_DEBT } from './sales-debt.js';
import { MOVEMENTS, RETENTION } from './windows.js';

const REPORTS: Readonly<Record<string, Report>> = {
  forecast: FORECAST,
  accuracy: ACCURACY,
  retention: RETENTION,
  movements: MOVEMENTS,
  cohorts: COHORTS,
  'sales-debt': SALES_DEBT,
};

export function Revenue({ report }: { readonly report?: string }) {
  return <ReportPage base="/revenue" reports={REPORTS} name={report} />;
}
