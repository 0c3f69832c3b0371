import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/api.js';
import { Roster } from '../../floor/roster.js';
import { ErrorState } from '../../parts/states.js';
import { spelledOut } from '../../parts/words.js';
import type { AsideProps } from '../asides.js';

/** Who could take a lead of the pool now, and whether it was dealt fairly: as it is saved. */
export function PoolNow({ id }: AsideProps) {
  if (id === null) return null;
  return (
    <div>
      <Roster poolId={id} pools={[]} />
      <Fairness id={id} />
    </div>
  );
}

function Fairness({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: ['fairness', id],
    queryFn: () => get('/v1/pools/{id}/fairness', { path: { id } }),
  });
  if (error) return <ErrorState error={error} />;
  if (data === undefined || data.data.length === 0) return null;
  return (
    <section className="aside" aria-labelledby="fairness-title">
      <h2 id="fairness-title">Is it fair?</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Rep</th>
            <th scope="col">Due</th>
            <th scope="col">Got</th>
            <th scope="col">Missed</th>
          </tr>
        </thead>
        <tbody>
          {data.data.map(({ repId, label, shareDue, leadsGot, missed }) => (
            <tr key={repId}>
              <th scope="row">{label}</th>
              <td>{shareDue.toFixed(1)}</td>
              <td>{leadsGot}</td>
              <td className="wraps">
                {Object.entries(missed)
                  .map(([why, count]) => `${count} ${spelledOut(why)}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.data.flatMap(({ hint, repId }) => (hint === undefined ? [] : [<p key={repId}>{hint}</p>]))}
    </section>
  );
}
