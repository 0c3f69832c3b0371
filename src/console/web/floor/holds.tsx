import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, remove, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useRefusals } from '../parts/sending.js';
import { shortDateTime } from '../parts/times.js';
import { may, useMe } from '../session/me.js';
import { usePools } from './use-pools.js';

const HOLDS = ['holds'];
const SPANS: Readonly<Record<string, string>> = {
  '30': '30 minutes',
  '60': '1 hour',
  '240': '4 hours',
  '1440': '1 day',
};

export function Holds() {
  const me = useMe();
  const queries = useQueryClient();
  const refused = useRefusals();
  const pools = usePools();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: HOLDS, queryFn: () => get('/v1/enforcement/holds'), enabled: may(me, 'read') });
  async function end(id: string): Promise<void> {
    await refused(remove('/v1/enforcement/holds/{id}', { path: { id } }));
    await queries.invalidateQueries({ queryKey: HOLDS });
  }
  return (
    <>
      {data?.data.map((hold) => (
        <p key={hold.id} className="held">
          <strong>Enforcement is held</strong> for {scopeOf(hold, pools)}
          {hold.until !== null && ` until ${shortDateTime(hold.until, me.timeZone)}`}
          {hold.reason !== undefined && `: ${hold.reason}`}
          {may(me) && (
            <button type="button" onClick={() => end(hold.id)}>
              Resume now
            </button>
          )}
        </p>
      ))}
      {may(me) && (
        <p>
          <button type="button" className="quiet" onClick={() => setOpen(true)}>
            Hold enforcement …
          </button>
        </p>
      )}
      {isOpen && <HoldDialog pools={pools} onClose={() => setOpen(false)} />}
    </>
  );
}

function HoldDialog({ pools, onClose }: { pools: readonly Schemas['Pool'][]; onClose: () => void }) {
  const queries = useQueryClient();
  async function save(form: FormData): Promise<void> {
    const poolId = textOf(form, 'poolId');
    const until = new Date(serverTime.now() + Number(textOf(form, 'span')) * 60_000).toISOString();
    await post('/v1/enforcement/holds', {
      body: { scope: poolId ? { poolId } : 'all', until, reason: textOf(form, 'reason') },
    });
    await queries.invalidateQueries({ queryKey: HOLDS });
  }
  return (
    <FormDialog title="Hold enforcement" onClose={onClose} onSend={save} send="Hold">
      <p>Clocks keep running and misses are recorded, but no lead is moved and nobody is notified.</p>
      <SelectField label="Leads" name="poolId" defaultValue="" none="All leads" options={pools} />
      <SelectField label="For" name="span" defaultValue="60" options={optionsOf(SPANS)} />
      <InputField label="Why" name="reason" maxLength={1_000} required placeholder="The dialer is down" />
    </FormDialog>
  );
}

function scopeOf({ scope }: Schemas['Hold'], pools: readonly Schemas['Pool'][]): string {
  if (scope === 'all') return 'all leads';
  if ('source' in scope) return `leads from ${scope.source}`;
  if ('poolId' in scope) return `leads of ${pools.find(({ id }) => id === scope.poolId)?.name ?? 'a pool'}`;
  return 'leads under a policy';
}
