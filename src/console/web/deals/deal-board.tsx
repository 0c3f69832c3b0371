import { Link } from 'wouter';
import { patch } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Options, optionsOf } from '../parts/choice.js';
import { money } from '../parts/money.js';
import { useDoing, useRefusals } from '../parts/sending.js';
import { useNames } from '../parts/use-names.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { wantingOf } from './deal-table.js';
import { CATEGORIES, closingDay, type Deal, isPast, STAGES } from './deal-words.js';
import { DueChip } from './due-chip.js';

interface Props {
  readonly deals: readonly Deal[];
  readonly hasMore: boolean;
}

/** Open deals in columns by category, and those won or lost. The select on a card moves its deal. */
export function DealBoard({ deals, hasMore }: Props) {
  const ended = (['won', 'lost'] as const).filter((stage) => deals.some((deal) => deal.stage === stage));
  const columns = [
    ...optionsOf(CATEGORIES).map(({ id, name }) => ({
      name,
      deals: deals.filter(({ stage, category }) => stage === 'open' && category === id),
    })),
    ...ended.map((ended) => ({ name: STAGES[ended], deals: deals.filter(({ stage }) => stage === ended) })),
  ];
  return (
    <>
      {hasMore && <p className="count">These are the first {deals.length}; there are more.</p>}
      <p className="count">Amounts are those of whole terms.{pastIn(deals)}</p>
      <div className="board scrolls">
        {columns.map((column) => (
          <section key={column.name} aria-label={column.name}>
            <h2>
              {column.name} <span className="count">{`${column.deals.length}${hasMore ? '+' : ''}`}</span>
            </h2>
            <ul>
              {column.deals.map((deal) => (
                <Card key={deal.id} deal={deal} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Card({ deal }: { deal: Deal }) {
  const me = useMe();
  const nameOf = useNames();
  const refused = useRefusals();
  const doing = useDoing([['deals'], ['deal', deal.id]]);
  const { id, name, account, amount, arr, currency, stage, ownerRepId } = deal;
  const wanting = wantingOf(deal);
  function move(category: Deal['category']): void {
    const message = `${CATEGORIES[category]}: ${name}`;
    void refused(doing({ message, send: () => patch('/v1/deals/{id}', { path: { id }, body: { category } }) }));
  }
  return (
    <li>
      <Link href={`/deals/${id}`}>{name}</Link>
      {account !== null && <span>{account.name}</span>}
      <span>{money(amount, currency)}</span>
      {arr !== null && <span className="count">{money(arr, currency)} a year</span>}
      <span className="count">
        {[closingDay(deal, { timeZone: me.timeZone, now: serverTime.now() }), nameOf(ownerRepId), wanting]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <DueChip deal={deal} />
      {stage === 'open' && deal.may.includes('update') && (
        <select
          aria-label={`Forecast of ${name}`}
          value={deal.category}
          onChange={({ target }) => move(target.value as Deal['category'])}
        >
          <Options of={optionsOf(CATEGORIES)} />
        </select>
      )}
    </li>
  );
}

/** Says how many open deals were to close on a day that is over; empty if none was. */
function pastIn(deals: readonly Deal[]): string {
  const past = deals.filter((deal) => isPast(deal, serverTime.now())).length;
  return past === 0 ? '' : ` ${counted(past, 'open deal was', 'open deals were')} to close on a day that is past.`;
}
