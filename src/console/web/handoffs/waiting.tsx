import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../api/api.js';
import { useMe } from '../session/me.js';
import { nextClockOf } from './clocks.js';

const LOOK_MS = 60_000;

/** Says that handoffs wait for the user, for pages that list only leads. Renders nothing if there are none. */
export function WaitingHandoffs() {
  const { repId } = useMe();
  const { data } = useQuery({
    queryKey: ['handoffs', 'waiting'],
    queryFn: () => get('/v1/handoffs', { query: { own: true, sort: 'dueAt', limit: 100 } }),
    refetchInterval: LOOK_MS,
  });
  const count = data?.data.filter((handoff) => nextClockOf(handoff, repId)?.repId === repId).length ?? 0;
  if (count === 0) return null;
  return (
    <p className="held">
      <Link href="/handoffs">{count === 1 ? 'A handoff waits for you' : `${count} handoffs wait for you`}</Link>
    </p>
  );
}
