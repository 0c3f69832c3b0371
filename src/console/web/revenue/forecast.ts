import { get, type Schemas } from '../api/api.js';
import { amountAlone, percentage } from '../parts/money.js';
import { reportOf } from '../parts/report.js';
import { shortDay } from '../parts/times.js';
import { by, CURRENCY, type Query, type RevenueReport, rowsBy } from './revenue-report.js';

type ForecastRow = Schemas['ForecastRow'];
type Accuracy = Schemas['ForecastAccuracyRow'] & { readonly label: string };

/** The deals of a row that a figure counts; null where it counts none, or nothing lists them. */
const dealsOf =
  (figure: 'closed' | 'commit' | 'bestCase' | 'pipeline') =>
  ({ filter, [figure]: amount }: ForecastRow) =>
    filter === null || Number(amount) === 0
      ? null
      : `/deals?${new URLSearchParams({ stage: 'any', forecast: figure, ...listed(filter) })}`;

/** As the page of deals has it in its address. */
function listed({ ownerRepId, ...filter }: Query): Query {
  return { ...filter, ...(ownerRepId !== undefined && { owner: ownerRepId }) };
}

export const FORECAST: RevenueReport = {
  ...reportOf<ForecastRow, Query>({
    name: 'Forecast',
    question: 'What will come?',
    path: '/v1/reports/forecast',
    columns: [
      { name: 'Closed', text: ({ closed }) => amountAlone(closed), href: dealsOf('closed') },
      { name: 'Commit', text: ({ commit }) => amountAlone(commit), href: dealsOf('commit') },
      { name: 'Best case', text: ({ bestCase }) => amountAlone(bestCase), href: dealsOf('bestCase') },
      { name: 'Pipeline', text: ({ pipeline }) => amountAlone(pipeline), href: dealsOf('pipeline') },
      { name: 'Weighted', text: ({ weighted }) => amountAlone(weighted) },
      { name: 'Worst', text: ({ worst }) => amountAlone(worst) },
      { name: 'Deals', text: ({ deals }) => String(deals) },
      { name: 'Overdue', text: ({ overdue }) => String(overdue) },
    ],
    read: (query) => get('/v1/reports/forecast', { query }),
    sentence: ({ currency }) => `In ${currency}. Commit holds what is closed, best case that and commit, pipeline all.`,
  }),
  filters: [
    by(['month', 'owner', 'month,owner']),
    {
      ...{ name: 'date', label: 'Counted by', kind: 'choice' },
      options: [
        { id: '', name: 'By expected signature' },
        { id: 'starts', name: 'By start of the term' },
      ],
    },
    { name: 'at', label: 'As of', kind: 'instant' },
    CURRENCY,
  ],
  rowsAre: rowsBy('month'),
  empty: 'No deal with an amount is open, and none was won this month.',
};

export const ACCURACY: RevenueReport = {
  ...reportOf<Accuracy, Query>({
    name: 'Accuracy',
    question: 'How far off were our forecasts?',
    path: '/v1/reports/forecast-accuracy',
    columns: [
      { name: 'As of', text: ({ asOf }) => shortDay(asOf.slice(0, 10)) },
      { name: 'Weeks before', text: ({ weeksBefore }) => String(weeksBefore) },
      { name: 'Commit', text: ({ commit }) => amountAlone(commit) },
      { name: 'Best case', text: ({ bestCase }) => amountAlone(bestCase) },
      { name: 'Weighted', text: ({ weighted }) => amountAlone(weighted) },
      { name: 'Came', text: ({ came }) => (came === null ? 'not over' : amountAlone(came)) },
      { name: 'Commit was off by', text: ({ error }) => percentage(error.commit) },
      { name: 'Weighted was off by', text: ({ error }) => percentage(error.weighted) },
    ],
    async read(query) {
      const { data } = await get('/v1/reports/forecast-accuracy', { query });
      return { data: data.map((row) => ({ ...row, label: row.month })), total: null };
    },
  }),
  filters: [{ name: 'from', label: 'From', kind: 'day' }, { name: 'to', label: 'To', kind: 'day' }, CURRENCY],
  rowsAre: () => 'Month',
  empty: 'There is no month to compare yet.',
};
