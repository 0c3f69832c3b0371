import { ReportPage } from '../reports/report-page.js';
import { REPORTS } from './reports.js';

/** How fast are we, and what do we buy? Each of its numbers opens its leads. */
export function Numbers({ report }: { readonly report?: string }) {
  return <ReportPage base="/numbers" reports={REPORTS} name={report} />;
}
