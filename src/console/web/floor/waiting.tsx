import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';

const LOOK_MS = 10_000;
const SHOWN = 20;

/** Leads that are with nobody, each with the reason. */
export function Waiting({ onMove }: { onMove: (leadId: string) => void }) {
  const { timeZone } = useMe();
  const { data } = useQuery({
    queryKey: ['waiting'],
    queryFn: () => get('/v1/routing/queue', { query: { limit: SHOWN } }),
    refetchInterval: LOOK_MS,
  });
  if (data === undefined || data.data.length === 0) return null;
  return (
    <section className="waits" aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        With nobody: {data.data.length}
        {data.nextCursor !== null && ' and more'}
      </h2>
      <ul className="lines">
        {data.data.map(({ leadId, name, why, since }) => (
          <li key={leadId}>
            <Link href={`/leads/${leadId}`}>{name ?? `Lead ${leadId.slice(-6)}`}</Link>
            <span>
              {why} Since {shortDateTime(since, timeZone)}.
            </span>
            <button type="button" onClick={() => onMove(leadId)}>
              Give to …
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
