import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { Held, HOLDS } from '../parts/held.js';
import { usePools } from '../parts/use-pools.js';
import { may, useMe } from '../session/me.js';

const SPANS: Readonly<Record<string, string>> = {
  '30': '30 minutes',
  '60': '1 hour',
  '240': '4 hours',
  '1440': '1 day',
};

export function Holds() {
  const pools = usePools();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Held />
      {may(useMe()) && (
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
      <SelectField label="Leads" name="poolId" none="All leads" options={pools} />
      <SelectField label="For" name="span" defaultValue="60" options={optionsOf(SPANS)} />
      <InputField label="Why" name="reason" maxLength={1_000} required placeholder="The dialer is down" />
    </FormDialog>
  );
}
