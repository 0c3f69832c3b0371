import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { Choice } from '../parts/choice.js';
import { forPeople } from '../parts/for-people.js';
import { whyNot } from '../parts/why-not.js';
import { useMe } from '../session/me.js';

const LOOK_MS = 20_000;

interface Props {
  readonly poolId: string | undefined;
  readonly pools: readonly Schemas['Pool'][];
}

/** Shows who may get leads of a pool now, and why others may not, as routing itself decides. */
export function Roster({ poolId, pools }: Props) {
  const { timeZone } = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? poolId;
  const { data } = useQuery({
    queryKey: ['roster', id],
    queryFn: () => get('/v1/pools/{id}/roster', { path: { id: id! } }),
    enabled: id !== undefined,
    refetchInterval: LOOK_MS,
  });
  if (id === undefined) return null;
  return (
    <aside className="roster" aria-label="Who could take a lead">
      <h2>Who could take one</h2>
      {pools.length > 1 && <Choice label="Of the pool" value={id} onChange={setChosen} options={pools} />}
      <ul className="lines">
        {data?.data.map(({ repId, label, eligible, ...excluded }) => (
          <li key={repId} className={eligible ? '' : 'is-out'}>
            <span aria-hidden="true">{eligible ? '●' : '○'}</span>
            <strong>
              <Link href={`/team/${repId}`}>{label}</Link>
            </strong>
            <span>{eligible ? (data.nextRepId === repId ? 'is next' : 'could') : whyNot(excluded, timeZone)}</span>
          </li>
        ))}
      </ul>
      {data !== undefined && <p>{forPeople(data.because)}</p>}
    </aside>
  );
}
