import { useRef, useState } from 'react';
import type { Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { Choices, InputField, TextAreaField } from '../parts/fields.js';
import { ErrorState } from '../parts/states.js';
import { instantOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { OUTCOMES, OUTCOMES_OF, type TouchBody } from './outcomes.js';

type Kind = keyof typeof OUTCOMES_OF;

const KINDS: Readonly<Record<Kind, string>> = {
  call: 'Call',
  email: 'E-mail',
  sms: 'SMS',
  chat: 'Chat',
  meeting: 'Meeting',
};

interface Props {
  /** The lead or the deal. */
  readonly name: string;
  readonly kind: Kind;
  /** @returns the refusal; null if it was logged */
  readonly log: (touch: TouchBody) => Promise<unknown>;
  /** Whether it may say for when a meeting was booked. */
  readonly asksMeeting?: boolean;
  readonly onClose: () => void;
}

/** Logs a touch. Digits choose the outcome. */
export function TouchDialog({ name, kind: first, log: send, asksMeeting = false, onClose }: Props) {
  const { timeZone } = useMe();
  const [kind, setKind] = useState<Kind>(first);
  const [note, setNote] = useState('');
  const [meeting, setMeeting] = useState('');
  const outcomes = OUTCOMES_OF[kind];
  const [refusal, setRefusal] = useState<unknown>(null);
  const isUnderWay = useRef(false);
  async function log(outcome: Schemas['Touch']['outcome']): Promise<void> {
    // Ignores a second click.
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const isBooked = outcome === 'booked' && meeting !== '';
    const logged = send({
      kind,
      outcome,
      ...(note.trim() && { note: note.trim() }),
      ...(isBooked && { meetingAt: instantOf(meeting, timeZone) }),
    });
    // With something entered, waits for the response, so that a refusal does not lose it.
    const refused = note.trim() === '' && !isBooked ? null : await logged;
    isUnderWay.current = false;
    if (refused === null) onClose();
    else setRefusal(refused);
  }
  return (
    <Dialog
      title={`${KINDS[kind]}: ${name}`}
      onClose={onClose}
      onKey={(key) => {
        const outcome = outcomes[Number(key) - 1];
        if (outcome !== undefined) void log(outcome);
      }}
    >
      <div>
        {refusal !== null && <ErrorState error={refusal} />}
        <Choices
          legend="How"
          options={optionsOf(KINDS)}
          inputOf={(id) => ({ type: 'radio', name: 'kind', checked: kind === id, onChange: () => setKind(id as Kind) })}
        />
        <TextAreaField
          label="Note (optional)"
          value={note}
          rows={2}
          maxLength={10_000}
          onChange={({ target }) => setNote(target.value)}
        />
        {asksMeeting && (
          <InputField
            label={`When the meeting is, if one is booked (optional)${zoneBeside(timeZone)}`}
            at="/meetingAt"
            type="datetime-local"
            value={meeting}
            onChange={({ target }) => setMeeting(target.value)}
          />
        )}
        <fieldset className="outcomes" aria-label="What came of it">
          {outcomes.map((outcome, index) => (
            <button key={outcome} type="button" data-first={index === 0 || undefined} onClick={() => void log(outcome)}>
              <kbd>{index + 1}</kbd> {OUTCOMES[outcome]}
            </button>
          ))}
        </fieldset>
      </div>
    </Dialog>
  );
}
