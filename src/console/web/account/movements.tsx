import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { money } from '../parts/money.js';
import { Scrolls } from '../parts/scrolls.js';
import { ErrorState } from '../parts/states.js';
import { plain, titled } from '../parts/words.js';

/** What moved its ARR in a year, each figure with its rule. */
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
        <h2 id="movements">What moved it in a year</h2>
        <Link href="/revenue/movements?by=account">All accounts</Link>
      </header>
      <Scrolls name="Movements">
        <table className="figures rules">
          <tbody>
            {figures.map(([name, amount]) => (
              <tr key={name}>
                <th scope="row">{MOVEMENTS[name] ?? titled(name)}</th>
                <td>{money(amount ?? null, currency)}</td>
                <td>{plain(rules[name] ?? '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    </section>
  );
}

const MOVEMENTS: Readonly<Record<string, string>> = {
  opening: 'A year ago',
  netNewArr: 'Net new',
  closing: 'Today',
  fx: 'Changed rates',
};
