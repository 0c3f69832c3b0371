import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, remove } from '../../api/api.js';
import { Dialog } from '../../parts/dialog.js';
import { Form } from '../../parts/form.js';
import { shortDateTime } from '../../parts/times.js';
import { may, useMe } from '../../session/me.js';
import { DifferenceList } from '../difference-list.js';
import { useConfigurationAnew } from '../resource.js';
import { changesOf } from '../schema/differences.js';
import type { Json } from '../schema/json-schema.js';

export function PlannedRules() {
  const me = useMe();
  const anew = useConfigurationAnew();
  const [isShown, setShown] = useState(false);
  const { data } = useQuery({ queryKey: ['configuration', 'routing', 'planned'], queryFn: () => get('/v1/routing') });
  if (data?.planned === undefined) return null;
  const { rules, fallback, mode, planned } = data;
  const when = shortDateTime(planned.effectiveAt, me.timeZone);
  const later = { rules: planned.rules, fallback: planned.fallback, mode: planned.mode };
  async function withdraw(): Promise<void> {
    await remove('/v1/routing/planned');
    setShown(false);
    await anew();
  }
  return (
    <div className="held">
      <span>Other rules take effect {when}.</span>
      <button type="button" onClick={() => setShown(true)}>
        See them …
      </button>
      {isShown && (
        <Dialog title={`Planned for ${when}`} onClose={() => setShown(false)}>
          <DifferenceList changes={changesOf({ rules, fallback, mode } as unknown as Json, later as unknown as Json)} />
          {may(me) && (
            <Form onSend={withdraw} send="Withdraw them">
              <p>The rules that hold now stay.</p>
            </Form>
          )}
        </Dialog>
      )}
    </div>
  );
}
