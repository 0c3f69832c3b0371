import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { CheckField, InputField, SelectField } from '../parts/fields.js';
import { forPeople } from '../parts/for-people.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import type { Preview } from '../parts/preview.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { usePools } from '../parts/use-pools.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';

type Undo = Schemas['Undo'];

const HOUR_MS = 3_600_000;

/** Undoes the effects of many misses, after a preview of the result. */
export function UndoDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { timeZone } = useMe();
  const { say } = useNotices();
  const pools = usePools();
  // What is sent is what was previewed, also a minute later.
  const [now] = useState(() => serverTime.now());

  function send(form: FormData, dryRun: boolean): Promise<Undo> {
    const poolId = textOf(form, 'poolId');
    const body = {
      from: instantOf(textOf(form, 'from'), timeZone),
      to: instantOf(textOf(form, 'to'), timeZone),
      scope: poolId ? { poolId } : ('all' as const),
      strike: form.has('strike'),
    };
    return post('/v1/enforcement/undo', { query: { dryRun }, body });
  }

  async function look(form: FormData): Promise<Preview> {
    const undone = await send(form, true);
    const isAny = undone.undone + undone.struck + undone.promised > 0;
    return { shown: <Outcome undone={undone} />, send: isAny ? 'Undo it' : null };
  }

  async function undo(form: FormData): Promise<void> {
    say({ text: `Undone: ${sentenceOf(await send(form, false))}` });
    onDone();
  }

  return (
    <FormDialog title="Undo many misses" onClose={onClose} onSend={undo} send={look}>
      <p>
        Leads that were moved after a miss go back to their previous owners, unless somebody has worked on them since.
      </p>
      <InputField
        label={`From${zoneBeside(timeZone)}`}
        name="from"
        type="datetime-local"
        defaultValue={localOf(now - HOUR_MS, timeZone)}
        required
      />
      <InputField
        label={`To${zoneBeside(timeZone)}`}
        name="to"
        type="datetime-local"
        defaultValue={localOf(now + 60_000, timeZone)}
        required
      />
      <SelectField label="Leads" name="poolId" none="All leads" options={pools} />
      <CheckField label="Strike misses caused by a mistake in a policy" name="strike" defaultChecked />
    </FormDialog>
  );
}

function Outcome({ undone }: { undone: Undo }) {
  return (
    <>
      <p>{sentenceOf(undone)}</p>
      <Stays undone={undone} />
      {undone.warnings?.map(({ message }) => (
        <p key={message} className="wrong">
          {forPeople(message)}
        </p>
      ))}
    </>
  );
}

function sentenceOf({ undone, left, struck, struckBefore, promised }: Undo): string {
  const before = struckBefore > 0 ? ` (${struckBefore} before)` : '';
  return `${counted(undone, 'lead goes', 'leads go')} back, ${counted(left, 'stays', 'stay')}, ${counted(struck, 'miss is', 'misses are')} struck${before}, ${counted(promised, 'promise runs', 'promises run')} again.`;
}

function Stays({ undone: { leads } }: { undone: Undo }) {
  const counts = new Map<string, number>();
  for (const { why } of leads) if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  return (
    <ul className="lines">
      {[...counts].map(([why, count]) => (
        <li key={why}>
          {counted(count, 'stays', 'stay')}: {why}
        </li>
      ))}
    </ul>
  );
}
