import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { serverTime } from '../live/server-time.js';
import { InputField, SelectField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { instantOf, localOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { usePeople } from '../parts/use-people.js';
import { useMe } from '../session/me.js';
import { useAct } from './use-act.js';
import { usePartyNames } from './use-party-names.js';

type Handoff = Schemas['Handoff'];
type Blocker = Schemas['HandoffBlocker'];

export function Blockers({ handoff }: { handoff: Handoff }) {
  const { timeZone } = useMe();
  const nameOf = usePartyNames();
  const [isAdding, setAdding] = useState(false);
  const [resolving, setResolving] = useState<Blocker | null>(null);
  const { blockers, role, clocks } = handoff;
  const mayBlock = role.may.includes('blockers');
  if (blockers.length === 0 && !mayBlock) return null;
  return (
    <section aria-labelledby="blockers-title" className="panel">
      <h2 id="blockers-title">Blockers</h2>
      {blockers.length === 0 && <p>Nothing is blocking it.</p>}
      <ul className="decisions">
        {blockers.map((blocker, index) => {
          const clock = clocks.find(({ kind, step }) => kind === 'handoffBlocker' && step === index + 1);
          return (
            <li key={blocker.id}>
              <p>
                <strong>{blocker.text}</strong>
              </p>
              <p>
                {nameOf(blocker.ownerRepId)}
                {blocker.resolvedAt === null
                  ? `, by ${shortDateTime(blocker.dueAt, timeZone)}`
                  : ` · resolved ${shortDateTime(blocker.resolvedAt, timeZone)}`}{' '}
                {blocker.resolvedAt === null && clock !== undefined && <ClockChip clock={clock} />}
              </p>
              {blocker.lesson !== null && <p>Next time: {blocker.lesson}</p>}
              {blocker.mayResolve && (
                <p className="buttons">
                  <button type="button" onClick={() => setResolving(blocker)}>
                    Resolved …
                  </button>
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {mayBlock && (
        <p>
          <button type="button" onClick={() => setAdding(true)}>
            Add a blocker …
          </button>
        </p>
      )}
      {isAdding && <BlockDialog handoff={handoff} onClose={() => setAdding(false)} />}
      {resolving !== null && <ResolveDialog handoff={handoff} blocker={resolving} onClose={() => setResolving(null)} />}
    </section>
  );
}

function BlockDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
  const act = useAct(handoff);
  const people = usePeople(handoff.people);
  const { timeZone } = useMe();
  async function block(form: FormData): Promise<void> {
    const body = {
      text: textOf(form, 'text'),
      ownerRepId: textOf(form, 'ownerRepId'),
      dueAt: instantOf(textOf(form, 'dueAt'), timeZone),
    };
    await act.orThrow('Blocker added, and the person responsible is notified', () =>
      post('/v1/handoffs/{id}/blockers', { path: { id: handoff.id }, body }),
    );
  }
  return (
    <FormDialog title="Add a blocker" onClose={onClose} onSend={block} send="Add">
      <TextAreaField label="What is blocking it" name="text" rows={2} maxLength={2_000} required />
      <SelectField label="Who resolves it" name="ownerRepId" required options={people} />
      <InputField
        label={`By when${zoneBeside(timeZone)}`}
        name="dueAt"
        type="datetime-local"
        min={localOf(serverTime.now(), timeZone)}
        required
      />
    </FormDialog>
  );
}

function ResolveDialog(props: { handoff: Handoff; blocker: Blocker; onClose: () => void }) {
  const { handoff, blocker, onClose } = props;
  const act = useAct(handoff);
  async function resolve(form: FormData): Promise<void> {
    const lesson = textOf(form, 'lesson');
    await act.orThrow('Blocker resolved', () =>
      post('/v1/handoffs/{id}/blockers/{blockerId}/resolve', {
        path: { id: handoff.id, blockerId: blocker.id },
        body: lesson === '' ? {} : { lesson },
      }),
    );
  }
  return (
    <FormDialog title="Resolve the blocker" onClose={onClose} onSend={resolve} send="Mark as resolved">
      <p>
        <strong>{blocker.text}</strong>
      </p>
      <TextAreaField label="What to do differently next time (optional)" name="lesson" rows={2} maxLength={2_000} />
    </FormDialog>
  );
}
