import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { CheckField, InputField, SelectField } from '../parts/fields.js';
import { forPeople } from '../parts/for-people.js';
import { Form, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { usePools } from '../parts/use-pools.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';

type Undo = Schemas['Undo'];

interface UndoRequest {
  readonly from: string;
  readonly to: string;
  readonly scope: 'all' | { readonly poolId: string };
  readonly strike: boolean;
}

const HOUR_MS = 3_600_000;

/** Undoes the effects of many misses, after a preview of the result. */
export function UndoDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { timeZone } = useMe();
  const { say } = useNotices();
  const pools = usePools();
  const [asked, setAsked] = useState<(UndoRequest & { readonly preview: Undo }) | null>(null);
  const send = (body: UndoRequest, dryRun: boolean) => post('/v1/enforcement/undo', { query: { dryRun }, body });
  const local = (at: number) => localOf(at, timeZone);

  async function look(form: FormData): Promise<void> {
    const poolId = textOf(form, 'poolId');
    const wanted: UndoRequest = {
      from: instantOf(textOf(form, 'from'), timeZone),
      to: instantOf(textOf(form, 'to'), timeZone),
      scope: poolId ? { poolId } : 'all',
      strike: form.get('strike') !== null,
    };
    setAsked({ ...wanted, preview: await send(wanted, true) });
  }

  async function undo(): Promise<void> {
    const { preview: _, ...wanted } = asked!;
    say({ text: `Undone: ${sentenceOf(await send(wanted, false))}` });
    onDone();
    onClose();
  }

  return (
    <Dialog title="Undo many misses" onClose={onClose} key={asked === null ? 'ask' : 'look'}>
      {asked === null ? (
        <Form onSend={look} send="See what would happen">
          <p>
            Leads that were moved after a miss go back to their previous owners, unless somebody has worked on them
            since.
          </p>
          <InputField
            label={`From${zoneBeside(timeZone)}`}
            name="from"
            type="datetime-local"
            defaultValue={local(serverTime.now() - HOUR_MS)}
            required
          />
          <InputField
            label={`To${zoneBeside(timeZone)}`}
            name="to"
            type="datetime-local"
            defaultValue={local(serverTime.now() + 60_000)}
            required
          />
          <SelectField label="Leads" name="poolId" defaultValue="" none="All leads" options={pools} />
          <CheckField label="Strike misses caused by a mistake in a policy" name="strike" defaultChecked />
        </Form>
      ) : (
        <Form onSend={undo} send="Undo it">
          <p>{sentenceOf(asked.preview)}</p>
          <Stays preview={asked.preview} />
          {asked.preview.warnings?.map(({ message }) => (
            <p key={message} className="wrong">
              {forPeople(message)}
            </p>
          ))}
        </Form>
      )}
    </Dialog>
  );
}

function sentenceOf({ undone, left, struck, promised }: Undo): string {
  return `${counted(undone, 'lead goes', 'leads go')} back, ${counted(left, 'stays', 'stay')}, ${counted(struck, 'miss is', 'misses are')} struck, ${counted(promised, 'promise runs', 'promises run')} again.`;
}

function Stays({ preview: { leads } }: { preview: Undo }) {
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
