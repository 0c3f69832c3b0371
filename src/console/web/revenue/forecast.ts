import { get, type Schemas } from '../api/api.js';
import { TYPES } from '../deals/deal-words.js';
import { optionsOf } from '../parts/choice.js';
import { amountAlone, percentage } from '../parts/money.js';
import { dayIn, inLocalTime, monthAndYear, shortDay } from '../parts/times.js';
import { by, CURRENCY, choice, day, instant, rowsBy } from '../reports/asking.js';
import { reportOf } from '../reports/report.js';

type ForecastRow = Schemas['ForecastRow'];
/** With the snapshot's day in the viewer's time zone. */
type Accuracy = Schemas['ForecastAccuracyRow'] & { readonly label: string; readonly day: string };

const TYPE = choice('type', 'Type', [{ id: '', name: 'Any type' }, ...optionsOf(TYPES)]);

/** Links to the deals that a figure counts; null if it counts none, or they cannot be listed. */
const dealsOf =
  (figure: 'closed' | 'commit' | 'bestCase' | 'pipeline') =>
  ({ filter, [figure]: amount }: ForecastRow) =>
    filter === null || Number(amount) === 0
      ? null
      : `/deals?${new URLSearchParams({ stage: 'any', forecast: figure, ...filter })}`;

export const FORECAST = reportOf<ForecastRow>({
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
  async read(query) {
    const answer = await get('/v1/reports/forecast', { query });
    const { asOf, from, total } = answer;
    return {
      ...answer,
      sentence: `Won since ${shortDay(from)} and open, as of ${inLocalTime(asOf)}, in ${total.currency}. Commit includes what is closed, best case includes commit, and pipeline includes everything. Every amount is that of the whole term, of renewals too.`,
    };
  },
  asks: [
    by(['month', 'owner', 'type', 'month,owner', 'month,type']),
    TYPE,
    choice('date', 'Counted by', [
      { id: '', name: 'By expected signature' },
      { id: 'starts', name: 'By start of the term' },
    ]),
    instant('at', 'As of'),
    CURRENCY,
  ],
  rowsAre: rowsBy(),
  empty: 'No deal with an amount is open, and none was won this month.',
});

export const ACCURACY = reportOf<Accuracy>({
  name: 'Accuracy',
  question: 'How far off were our forecasts?',
  path: '/v1/reports/forecast-accuracy',
  columns: [
    { name: 'As of', text: ({ day }) => shortDay(day) },
    { name: 'Weeks before', text: ({ weeksBefore }) => String(weeksBefore) },
    { name: 'Commit', text: ({ commit }) => amountAlone(commit) },
    { name: 'Best case', text: ({ bestCase }) => amountAlone(bestCase) },
    { name: 'Weighted', text: ({ weighted }) => amountAlone(weighted) },
    { name: 'Came', text: ({ came }) => (came === null ? 'not over' : amountAlone(came)) },
    { name: 'Commit was off by', text: ({ error }) => percentage(error.commit) },
    { name: 'Weighted was off by', text: ({ error }) => percentage(error.weighted) },
  ],
  async read(query) {
    const { data, accuracy } = await get('/v1/reports/forecast-accuracy', { query });
    const months = [...new Set(data.filter(isNotEmpty).map(({ month }) => month))];
    const rows = data
      .filter(({ month }) => months.includes(month))
      .map((row) => ({ ...row, label: row.month, day: dayIn(Date.parse(row.asOf), query.timeZone!) }));
    return { data: rows, total: null, sentence: accuracyWords(months, accuracy) };
  },
  asks: [day('from', 'From'), day('to', 'To'), TYPE, CURRENCY],
  isInZone: true,
  rowsAre: () => 'Month',
  empty: 'There is no month to compare yet.',
});

/** Reports whether anything was forecast or came. */
function isNotEmpty({ pipeline, came }: Schemas['ForecastAccuracyRow']): boolean {
  return Number(pipeline) !== 0 || Number(came) !== 0;
}

/** The mean error for the longest and the shortest lead time. */
function accuracyWords(months: readonly string[], errors: Schemas['ForecastAccuracy']['accuracy']): string | null {
  const ends = [...new Set([errors[0], errors.at(-1)])].flatMap((error) => error ?? []);
  if (ends.length === 0) return null;
  const words = ends.map(({ weeksBefore, meanError }) => `by ${percentage(meanError)} ${weeksBefore} weeks ahead`);
  const span = [...new Set([months[0]!, months.at(-1)!])].map(monthAndYear).join(' to ');
  return `${span}: on average the weighted forecast was off ${words.join(', and ')}.`;
}
