import { get, type Schemas } from '../api/api.js';
import { amountAlone, percentage } from '../parts/money.js';
import { reportOf } from '../parts/report.js';
import { by, CURRENCY, type Query, type RevenueReport, share } from './revenue-report.js';

type Cohort = Schemas['CohortRow'];

export const COHORTS: RevenueReport = {
  ...reportOf<Cohort, Query>({
    name: 'Cohorts',
    question: 'What becomes of those who begin?',
    path: '/v1/reports/cohorts',
    columns: ({ total }) => [
      { name: 'Accounts', text: ({ accounts }) => String(accounts) },
      { name: 'First ARR', text: ({ firstArr }) => amountAlone(firstArr), rule: 'firstArr' },
      ...(total?.cells ?? []).map((_, month) => ({
        name: month === 0 ? 'Month 0' : String(month),
        text: ({ cells }: Cohort) => (cells[month] == null ? '' : percentage(cells[month])),
        shade: ({ cells }: Cohort) => share(cells[month] ?? null),
        ...(month === 0 && { rule: 'cells' }),
      })),
    ],
    read: (query) => get('/v1/reports/cohorts', { query: query as never }),
    sentence: ({ accounts, currency }) =>
      `${accounts} accounts; by months since they began, the share of their first ARR that they are worth. In ${currency}.`,
  }),
  filters: [
    by(['channel', 'campaign', 'source', 'rep', 'product'], 'By month alone'),
    {
      ...{ name: 'months', label: 'Months shown', kind: 'choice' },
      options: ['12', '24', '36'].map((id) => ({ id: id === '12' ? '' : id, name: `${id} months` })),
    },
    CURRENCY,
  ],
  rowsAre: () => 'Began in',
  empty: 'No account has had ARR yet.',
};
