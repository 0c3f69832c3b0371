import { COHORTS } from './cohorts.js';
import { ACCURACY, FORECAST } from './forecast.js';
import type { RevenueReport } from './revenue-report.js';
import { SALES_DEBT } from './sales-debt.js';
import { MOVEMENTS, RETENTION } from './windows.js';

/** By their names in the address. */
export const REVENUE_REPORTS: Readonly<Record<string, RevenueReport>> = {
  forecast: FORECAST,
  accuracy: ACCURACY,
  retention: RETENTION,
  movements: MOVEMENTS,
  cohorts: COHORTS,
  'sales-debt': SALES_DEBT,
};
