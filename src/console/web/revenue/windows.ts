import { get, type Schemas } from '../api/api.js';
import { amountAlone, percentage } from '../parts/money.js';
import { shortDay } from '../parts/times.js';
import { titled } from '../parts/words.js';
import { by, CURRENCY, day, rowsBy } from '../reports/asking.js';
import { reportOf } from '../reports/report.js';

type Movement = Schemas['MovementRow'];
type Retention = Schemas['RetentionRow'];

const OF_WINDOW = {
  asks: [day('from', 'From'), day('to', 'To'), by(['account', 'product', 'channel', 'rep'], 'All together'), CURRENCY],
  rowsAre: rowsBy('accounts'),
  empty: 'No contract had ARR in this time.',
  href: ({ key }: Movement | Retention) => (key.account == null ? null : `/accounts/${key.account}`),
};

const hadArr = ({ opening, closing }: Movement | Retention) => Number(opening) !== 0 || Number(closing) !== 0;

export const RETENTION = reportOf<Retention>({
  ...OF_WINDOW,
  name: 'Retention',
  question: 'How much ARR stays?',
  path: '/v1/reports/retention',
  columns: [
    { name: 'Opening', text: ({ opening }) => amountAlone(opening), rule: 'opening' },
    { name: 'Closing', text: ({ closing }) => amountAlone(closing), rule: 'closing' },
    { name: 'NRR', text: ({ nrr }) => percentage(nrr), rule: 'nrr' },
    { name: 'GRR', text: ({ grr }) => percentage(grr), bar: ({ grr }) => grr, rule: 'grr' },
    { name: 'Opening accounts', text: ({ accounts }) => String(accounts), rule: 'accounts' },
    { name: 'Lost accounts', text: ({ lost }) => String(lost), rule: 'lost' },
    { name: 'Logo churn', text: ({ logoChurn }) => percentage(logoChurn), rule: 'logoChurn' },
  ],
  async read(query) {
    const answer = await get('/v1/reports/retention', { query });
    // Left out if it would tell the figures of one person.
    if (answer.total === null) return answer;
    const { nrr, grr, currency } = answer.total;
    const from = shortDay(answer.from);
    return {
      ...answer,
      data: hadArr(answer.total) ? answer.data : [],
      sentence:
        nrr === null
          ? `There was no ARR on ${from} of which some could have stayed. In ${currency}.`
          : `Of the ARR on ${from}, net ${percentage(nrr)} and gross ${percentage(grr)} was there on ${shortDay(answer.to)}. In ${currency}.`,
    };
  },
});

export const MOVEMENTS = reportOf<Movement>({
  ...OF_WINDOW,
  name: 'Movements',
  question: 'What moved the ARR?',
  path: '/v1/revenue/movements',
  columns: ({ data }) => [
    { name: 'Opening', text: ({ opening }) => amountAlone(opening), rule: 'opening' },
    ...(['new', 'expansion', 'contraction', 'churn', 'reactivation', 'transfer', 'fx'] as const)
      .filter((kind) => kind !== 'fx' || data.some(({ movements }) => movements.fx !== undefined))
      .map((kind) => ({
        name: kind === 'fx' ? 'Changed rates' : titled(kind),
        text: ({ movements }: Movement) => amountAlone(movements[kind] ?? '0'),
        rule: kind,
      })),
    { name: 'Net new', text: ({ netNewArr }) => amountAlone(netNewArr), rule: 'netNewArr' },
    { name: 'Closing', text: ({ closing }) => amountAlone(closing), rule: 'closing' },
  ],
  async read(query) {
    const answer = await get('/v1/revenue/movements', { query });
    if (answer.total === null) return answer;
    const { netNewArr, currency, movements } = answer.total;
    const hasMoved = Object.values(movements).some((amount) => Number(amount) !== 0);
    return {
      ...answer,
      data: hasMoved || hadArr(answer.total) ? answer.data : [],
      sentence: `Net new ARR of ${amountAlone(netNewArr)} ${currency} from ${shortDay(answer.from)} to ${shortDay(answer.to)}.`,
    };
  },
});
