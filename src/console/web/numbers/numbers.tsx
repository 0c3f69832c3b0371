import { ReportPage } from '../reports/report-page.js';
import { REPORTS } from './reports.js';

export function Numbers({ report }: { readonly report?: string }) {
  return <ReportPage base="/numbers" reports={REPORTS} name={report} />;
}
