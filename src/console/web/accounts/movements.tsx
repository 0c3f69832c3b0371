import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { forPeople } from '../parts/for-people.js';
import { money } from '../parts/money.js';
import { ErrorState } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { titled } from '../parts/words.js';

/** The account's ARR movements within a year, each with the rule by which it is computed. */
export function Movements({ accountId }: { accountId: string }) {
  const { data, error } = useQuery({
    queryKey: ['account', accountId, 'movements'],
    queryFn: () => get('/v1/revenue/movements', { query: { by: 'account', accountId } }),
  });
  if (error) return <ErrorState error={error} />;
  const row = data?.data[0];
  if (data === undefined || row === undefined) return null;
  const { opening, movements, netNewArr, closing, currency } = row;
  const figures = Object.entries({ opening, ...movements, netNewArr, closing });
  const rules: Readonly<Record<string, string>> = data.rules;
  return (
    <section aria-labelledby="movements">
      <header className="bar">
        <h2 id="movements">Movements in the last year</h2>
        <Link href="/revenue/movements?by=account">All accounts</Link>
      </header>
      <Table
        name="Movements"
        rows={figures}
        keyOf={([name]) => name}
        columns={[
          { name: 'What', is: 'name', cell: ([name]) => MOVEMENTS[name] ?? titled(name) },
          { name: 'Amount', is: 'number', cell: ([, amount]) => money(amount ?? null, currency) },
          {
            name: 'Calculation',
            is: 'text',
            cell: ([name]) => <span className="count">{forPeople(rules[name] ?? '')}</span>,
          },
        ]}
      />
    </section>
  );
}

const MOVEMENTS: Readonly<Record<string, string>> = {
  opening: 'A year ago',
  netNewArr: 'Net new',
  closing: 'Today',
  fx: 'Changed rates',
};
