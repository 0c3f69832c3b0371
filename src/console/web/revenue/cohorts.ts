import { get, type Schemas } from '../api/api.js';
import { amountAlone, percentage } from '../parts/money.js';
import { counted } from '../parts/words.js';
import { by, CURRENCY, choice } from '../reports/asking.js';
import { reportOf } from '../reports/report.js';

type Cohort = Schemas['CohortRow'];

/** Says of how many accounts a share is, where the month is not over for all of them. */
function shareIn({ cells, cellAccounts, accounts }: Cohort, month: number): string {
  const [share, of] = [cells[month] ?? null, cellAccounts[month]!];
  if (share === null) return '';
  return of === accounts ? percentage(share) : `${percentage(share)} of ${of}`;
}

export const COHORTS = reportOf<Cohort>({
  name: 'Cohorts',
  question: 'How do new customers develop?',
  path: '/v1/reports/cohorts',
  columns: ({ total }) => [
    { name: 'Accounts', text: ({ accounts }) => String(accounts) },
    { name: 'First ARR', text: ({ firstArr }) => amountAlone(firstArr), rule: 'firstArr' },
    ...(total?.cells ?? []).map((_, month) => ({
      name: month === 0 ? 'Month 0' : String(month),
      text: (cohort: Cohort) => shareIn(cohort, month),
      shade: ({ cells }: Cohort) => cells[month] ?? null,
      ...(month === 0 && { rule: 'cells' }),
    })),
  ],
  read: (query) => get('/v1/reports/cohorts', { query: query as never }),
  sentence: ({ accounts, currency }) =>
    `${counted(accounts, 'account')}: the share of their first ARR that they are worth, by months since they began. In ${currency}.`,
  asks: [
    by(['channel', 'campaign', 'source', 'rep', 'product'], 'By month alone'),
    choice(
      'months',
      'Months shown',
      ['12', '24', '36'].map((id) => ({ id: id === '12' ? '' : id, name: `${id} months` })),
    ),
    CURRENCY,
  ],
  rowsAre: () => 'Began in',
  empty: 'No account has had ARR yet.',
});
