import { get, type Schemas } from '../api/api.js';
import { amountAlone, percentage } from '../parts/money.js';
import { shortDay } from '../parts/times.js';
import { counted, titled } from '../parts/words.js';
import { by, CURRENCY, day, rowsBy } from '../reports/asking.js';
import { reportOf } from '../reports/report.js';

type Debt = Schemas['SalesDebtRow'];

const REWORK = ['handoffs', 'returned', 'exceptions', 'questions'] as const;

export const SALES_DEBT = reportOf<Debt>({
  name: 'Sales debt',
  question: 'Does what we win stay?',
  path: '/v1/reports/sales-debt',
  columns: ({ data }) => [
    { name: 'Contracts', text: ({ contracts }) => String(contracts) },
    { name: 'Won ARR', text: ({ wonArr }) => amountAlone(wonArr), rule: 'wonArr' },
    ...(data[0]?.survival ?? []).map(({ day }, place) => ({
      name: `Day ${day}`,
      text: ({ survival }: Debt) => survivalWords(survival[place]!),
      bar: ({ survival }: Debt) => survival[place]!.share,
      ...(place === 0 && { rule: 'share' }),
    })),
    { name: 'Why notice was given', text: ({ reasons }) => reasons.map(reasonWords).join(', '), rule: 'reasons' },
    ...REWORK.map((name) => ({
      name: titled(name),
      text: ({ rework }: Debt) => String(rework[name] ?? '–'),
      ...(name === 'handoffs' && { rule: 'rework' }),
    })),
  ],
  async read(query) {
    const answer = await get('/v1/reports/sales-debt', { query: query as never });
    // Left out if it would tell the figures of one person.
    if (answer.total === null) return answer;
    const { contracts, wonArr, currency } = answer.total;
    const won = `${counted(contracts, 'contract was', 'contracts were')} won from ${shortDay(answer.wonFrom)} to ${shortDay(answer.wonTo)}`;
    return {
      ...answer,
      sentence: `${won}, with an ARR of ${amountAlone(wonArr)} ${currency}. The columns show how much of it was live so many days after its start.`,
    };
  },
  asks: [day('wonFrom', 'Won from'), day('wonTo', 'Won to'), by(['channel', 'source', 'campaign', 'rep']), CURRENCY],
  rowsAre: rowsBy(),
  empty: 'No contract with ARR was won in this time.',
});

function survivalWords({ share: live, unfinished }: Debt['survival'][number]): string {
  return unfinished === 0 ? percentage(live) : `${percentage(live)}, ${unfinished} not over`;
}

function reasonWords({ label, answerable, contracts }: Debt['reasons'][number]): string {
  return `${label} ${contracts}${answerable === null ? '' : ` (${answerable})`}`;
}
