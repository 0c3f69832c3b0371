import { useRef, useState } from 'react';
import { get, post, put, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { serverTime } from '../live/server-time.js';
import { CheckField, InputField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { instantOf, localOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { ASKED, owedOf } from './clocks.js';
import { type Field, labelAt, piecesOf, type Values } from './form/fields.js';
import { LinkDialog } from './link-dialog.js';
import { useAct } from './use-act.js';
import { usePartyNames } from './use-party-names.js';
import { RECEIVER_STATES } from './words.js';

type Receiver = Schemas['Receiver'];

interface Props {
  readonly handoff: Schemas['Handoff'];
  readonly receiver: Receiver;
  readonly fields: readonly Field[];
  readonly values: Values;
}

export function ReceiverColumn({ handoff, receiver, fields, values }: Props) {
  const { timeZone } = useMe();
  const nameOf = usePartyNames();
  const { name, state, ownerRepId, beginsAfter, note, missing, acceptedAt, doneAt, record } = receiver;
  const since = state === 'done' ? doneAt : state === 'accepted' ? acceptedAt : null;
  return (
    <section aria-label={name} className="column">
      <h2>{name}</h2>
      <p>
        {nameOf(ownerRepId)} · {beginsAfter === null ? RECEIVER_STATES[state] : `Begins after ${beginsAfter}`}
        {since !== null && ` ${shortDateTime(since, timeZone)}`}
      </p>
      <ul className="lines">
        {handoff.state === 'running' &&
          owedOf(receiver.clocks).map((clock) => (
            <li key={clock.id}>
              {ASKED[clock.kind]} <ClockChip clock={clock} />
            </li>
          ))}
      </ul>
      {state === 'returned' && (
        <div className="wrong">
          <p>
            <strong>Returned:</strong> {missing.map((pointer) => labelAt(fields, values, pointer)).join(', ')}
          </p>
          {note !== null && <p>{note}</p>}
        </div>
      )}
      <Checklist handoff={handoff} receiver={receiver} />
      {record !== undefined && <Record record={record} />}
      <Buttons handoff={handoff} receiver={receiver} fields={fields} values={values} />
    </section>
  );
}

function Checklist({ handoff, receiver }: Pick<Props, 'handoff' | 'receiver'>) {
  const act = useAct(handoff);
  const [underWay, setUnderWay] = useState<ReadonlyMap<number, boolean>>(new Map());
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const { name, checklist, may } = receiver;
  if (checklist.length === 0) return null;
  const isDone = (place: number) => underWay.get(place) ?? checklist[place]!.done;
  async function tick(place: number, done: boolean): Promise<void> {
    setUnderWay((others) => new Map(others).set(place, done));
    const ticked = last.current.then(() =>
      act.now(done ? 'Ticked' : 'Open again', () => tickOne({ id: handoff.id, receiver: name }, place, done)),
    );
    last.current = ticked;
    await ticked;
    setUnderWay((others) => new Map([...others].filter(([each]) => each !== place)));
  }
  return (
    <ul className="lines" aria-label={`Checklist of ${name}`}>
      {checklist.map(({ text, link }, place) => (
        <li key={text}>
          <CheckField
            label={text}
            checked={isDone(place)}
            disabled={!may.includes('checklist')}
            onChange={({ target }) => tick(place, target.checked)}
          />
          {link !== undefined && (
            <a href={link} target="_blank" rel="noreferrer">
              How<span className="unseen"> to: {text}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Ticks one entry. The API takes the whole list, so it is read first, to keep ticks by others. */
async function tickOne(path: { readonly id: string; readonly receiver: string }, place: number, done: boolean) {
  const { receivers } = await get('/v1/handoffs/{id}', { path });
  const now = receivers.find(({ name }) => name === path.receiver)?.checklist ?? [];
  return put('/v1/handoffs/{id}/receivers/{receiver}/checklist', {
    path,
    body: { done: now.flatMap((entry, index) => ((index === place ? done : entry.done) ? [index] : [])) },
  });
}

function Record({ record: { state, ref, url, failure, update } }: { record: NonNullable<Receiver['record']> }) {
  const words = { pending: 'is being made', made: 'is made', failed: 'could not be made' }[state];
  return (
    <p>
      The record in their tool {words}
      {ref !== null && url !== null && (
        <>
          :{' '}
          <a href={url} target="_blank" rel="noreferrer">
            {ref}
          </a>
        </>
      )}
      {failure !== null && `: ${failure}`}
      {update?.state === 'behind' && `. It does not say yet: ${update.omitted.join(', ')}`}
    </p>
  );
}

type Opened = 'return' | 'schedule' | 'link';

function Buttons({ handoff, receiver, fields, values }: Props) {
  const act = useAct(handoff);
  const [opened, setOpened] = useState<Opened | null>(null);
  const { name, may, checklist } = receiver;
  if (may.length === 0) return null;
  const path = { id: handoff.id, receiver: name };
  const close = () => setOpened(null);
  const isUnfinished = checklist.some(({ done }) => !done);
  return (
    <>
      <p className="buttons">
        {may.includes('accept') && (
          <button
            type="button"
            className="main"
            onClick={() =>
              act.now(`${name} has accepted it`, () => post('/v1/handoffs/{id}/receivers/{receiver}/accept', { path }))
            }
          >
            Accept
          </button>
        )}
        {may.includes('done') && (
          <button
            type="button"
            className="main"
            disabled={isUnfinished}
            onClick={() =>
              act.now(`${name} is done`, () => post('/v1/handoffs/{id}/receivers/{receiver}/done', { path }))
            }
          >
            Done
          </button>
        )}
        {may.includes('schedule') && (
          <button type="button" onClick={() => setOpened('schedule')}>
            Name a date …
          </button>
        )}
        {may.includes('return') && (
          <button type="button" onClick={() => setOpened('return')}>
            Return …
          </button>
        )}
        {may.includes('links') && (
          <button type="button" className="quiet" onClick={() => setOpened('link')}>
            Create a link …
          </button>
        )}
      </p>
      {may.includes('done') && isUnfinished && <p>It is done once its checklist is.</p>}
      {opened === 'return' && (
        <ReturnDialog handoff={handoff} receiver={receiver} fields={fields} values={values} onClose={close} />
      )}
      {opened === 'schedule' && <ScheduleDialog handoff={handoff} receiver={receiver} onClose={close} />}
      {opened === 'link' && <LinkDialog handoff={handoff} of={name} onClose={close} />}
    </>
  );
}

interface ScheduleDialogProps {
  readonly handoff: Schemas['Handoff'];
  readonly receiver: Schemas['Receiver'];
  readonly onClose: () => void;
}

/** Names the date of completion, no later than the deadline. It becomes the deadline. */
function ScheduleDialog({ handoff, receiver: { name, clocks }, onClose }: ScheduleDialogProps) {
  const act = useAct(handoff);
  const { timeZone } = useMe();
  const dueAt = clocks.find(({ kind, state }) => kind === 'handoffComplete' && state === 'running')?.dueAt;
  async function schedule(form: FormData): Promise<void> {
    await act.orThrow('The date is named', () =>
      post('/v1/handoffs/{id}/receivers/{receiver}/schedule', {
        path: { id: handoff.id, receiver: name },
        body: { at: instantOf(textOf(form, 'at'), timeZone) },
      }),
    );
  }
  return (
    <FormDialog title="Name a date" onClose={onClose} onSend={schedule} send="Name it">
      {dueAt != null && <p>By {shortDateTime(dueAt, timeZone)} at the latest. The date becomes the deadline.</p>}
      <InputField
        label={`Processed by${zoneBeside(timeZone)}`}
        name="at"
        type="datetime-local"
        min={localOf(serverTime.now(), timeZone)}
        required
      />
    </FormDialog>
  );
}

interface ReturnDialogProps {
  readonly handoff: Schemas['Handoff'];
  readonly receiver: Schemas['Receiver'];
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly onClose: () => void;
}

/** Returns a handoff with a list of what is missing, which the giver owes from then on. */
function ReturnDialog({ handoff, receiver: { name, sections }, fields, values, onClose }: ReturnDialogProps) {
  const act = useAct(handoff);
  const seen = fields.filter((field) => sections === null || sections.includes(field.name));
  async function giveBack(form: FormData): Promise<void> {
    const missing = form.getAll('missing').map(String);
    if (missing.length === 0) throw new Error('Tick what is missing.');
    await act.orThrow(`${name} has returned it`, () =>
      post('/v1/handoffs/{id}/receivers/{receiver}/return', {
        path: { id: handoff.id, receiver: name },
        body: { missing, note: textOf(form, 'note') },
      }),
    );
  }
  return (
    <FormDialog title="Return it" onClose={onClose} onSend={giveBack} send="Return it">
      <fieldset className="pieces">
        <legend>What is missing or wrong</legend>
        {piecesOf(seen, values).map(({ pointer, label }) => (
          <CheckField key={pointer} label={label} name="missing" value={pointer} />
        ))}
      </fieldset>
      <TextAreaField label="What is needed" name="note" rows={3} maxLength={2_000} required />
    </FormDialog>
  );
}
