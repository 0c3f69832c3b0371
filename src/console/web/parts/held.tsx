import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, remove, type Schemas } from '../api/api.js';
import { may, useMe } from '../session/me.js';
import { useRefusals } from './sending.js';
import { shortDateTime } from './times.js';
import { usePools } from './use-pools.js';

type Hold = Schemas['Hold'];

export const HOLDS = ['holds'];
const LOOK_MS = 30_000;

/** Says of each hold on enforcement which leads it covers, how long and why. Renders nothing if there is none. */
export function Held() {
  const me = useMe();
  const queries = useQueryClient();
  const refused = useRefusals();
  const { data } = useQuery({
    queryKey: HOLDS,
    queryFn: () => get('/v1/enforcement/holds'),
    enabled: may(me, 'rep', 'manager', 'read'),
    refetchInterval: LOOK_MS,
  });
  async function end(id: string): Promise<void> {
    await refused(remove('/v1/enforcement/holds/{id}', { path: { id } }));
    await queries.invalidateQueries({ queryKey: HOLDS });
  }
  return (may(me) ? data?.data : widest(data?.data))?.map((hold) => (
    <div key={hold.id} className="held">
      <p>
        <strong>Enforcement is held</strong> for <Covered scope={hold.scope} />
        {hold.until !== null && ` until ${shortDateTime(hold.until, me.timeZone)}`}: {hold.reason ?? WHY[hold.by]}.
        Clocks run, but no lead moves because of a miss, and nobody is notified.
      </p>
      {may(me) && (
        <button type="button" onClick={() => end(hold.id)}>
          Resume now
        </button>
      )}
    </div>
  ));
}

/** Leaves out what a hold on all leads covers as well: only who can end holds needs each of them. */
function widest(holds: readonly Hold[] = []): readonly Hold[] {
  const ofAll = holds.filter(({ scope }) => scope === 'all');
  return ofAll.length > 0 ? ofAll : holds;
}

/** Why the engine made a hold; people give a reason of their own. */
const WHY: Readonly<Record<Hold['by'], string>> = {
  person: 'no reason was given',
  stormBreaker: 'too many leads would have moved at once',
  silence: 'no more touches are reported',
};

function Covered({ scope }: Pick<Hold, 'scope'>) {
  if (scope === 'all') return 'all leads';
  if ('source' in scope) return `leads from ${scope.source}`;
  return 'poolId' in scope ? <OfPool id={scope.poolId} /> : 'leads under one of the policies';
}

function OfPool({ id }: { id: string }) {
  const pool = usePools().find((each) => each.id === id);
  return pool === undefined ? 'leads of one of the pools' : `leads of the pool “${pool.name}”`;
}
