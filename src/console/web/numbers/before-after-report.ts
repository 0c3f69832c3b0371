import { get, type Schemas } from '../api/api.js';
import { shortDay, span } from '../parts/times.js';
import { by, day } from '../reports/asking.js';
import { percentOf } from '../reports/in-time.js';
import { type Report, reportOf } from '../reports/report.js';
import { figure } from './report.js';

type Row = Schemas['BeforeAfterRow'];

const PATH = '/v1/reports/before-after';

/** Of the leads whose first touch is decided. */
const untouched = ({ untouched: none, touched, untouchedShare }: Row) =>
  none === null ? 'not told' : percentOf(untouchedShare, touched + none);

/** What has changed since a day; what imports have brought along is the time before. */
export const BEFORE_AFTER: Report = reportOf<Row>({
  name: 'Before and after',
  question: 'What has changed since we work like this?',
  path: PATH,
  isInZone: true,
  asks: [day('since', 'Since'), by(['month', 'week'])],
  rowsAre: ({ by: names }) => (names === 'week' ? 'Week' : 'Month'),
  empty: 'No leads of this time.',
  columns: [
    { name: 'Leads', text: ({ leads }) => figure(leads) },
    { name: 'Of them history', text: ({ imported }) => figure(imported) },
    { name: 'Never touched', text: untouched, bar: ({ untouchedShare }) => untouchedShare },
    { name: 'Not yet due', text: ({ notYetDue }) => figure(notYetDue) },
    { name: 'Median', text: ({ medianSeconds }) => span(medianSeconds) },
    { name: '90 % within', text: ({ p90Seconds }) => span(p90Seconds) },
    { name: 'Closed', text: ({ closed }) => figure(closed) },
    {
      name: 'With a reason',
      text: ({ withReasonShare, closed }) => percentOf(withReasonShare, closed),
      bar: ({ withReasonShare }) => withReasonShare,
    },
    { name: 'Won', text: ({ won }) => figure(won) },
  ],
  async read(query) {
    const { data, before, after, since, began, staleDays } = await get(PATH, { query });
    const whole = [
      { ...before, label: `Before ${shortDay(since)}` },
      { ...after, label: `Since ${shortDay(since)}` },
    ];
    const isTold = before.untouched !== null;
    return {
      data: [...whole, ...data],
      total: null,
      ...(staleDays !== undefined && { staleDays }),
      sentence: [
        `Touchline was set up on ${shortDay(began)}.`,
        `Never touched before ${shortDay(since)}: ${untouched(before)}; since: ${untouched(after)}.`,
        ...(isTold
          ? []
          : ['The files that were brought along name no touches, which does not say that there were none.']),
      ].join(' '),
    };
  },
  href: ({ filter }) => (filter === null ? null : `/leads?${new URLSearchParams(filter)}`),
});
