import { useState } from 'react';
import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

const SPANS: readonly (readonly [string, number])[] = [
  ['10 minutes', 10],
  ['An hour', 60],
  ['4 hours', 240],
  ['A day', 1_440],
  ['A week', 10_080],
];

/** Pauses the clocks of a lead, for example because the person asked for another time. */
export function PauseDialog({ lead, actions, onClose }: Props) {
  const [minutes, setMinutes] = useState(60);
  async function pause(form: FormData): Promise<void> {
    const until = new Date(serverTime.now() + minutes * 60_000).toISOString();
    await orThrow(actions.pause(lead, until, textOf(form, 'reason')));
    onClose();
  }
  return (
    <Dialog title={`Pause: ${nameOf(lead)}`} onClose={onClose}>
      <Form onSend={pause} send="Pause the clocks">
        <fieldset className="choices">
          <legend>For</legend>
          {SPANS.map(([name, span]) => (
            <label key={span} className="choice">
              <input type="radio" name="span" checked={minutes === span} onChange={() => setMinutes(span)} />
              {name}
            </label>
          ))}
        </fieldset>
        <label>
          Why
          <input name="reason" maxLength={1_000} required placeholder="Asked to be called after the meeting" />
        </label>
      </Form>
    </Dialog>
  );
}
