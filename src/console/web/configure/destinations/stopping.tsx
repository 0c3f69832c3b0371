import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, type Schemas } from '../../api/api.js';
import { InputField } from '../../parts/fields.js';
import { FormDialog, textOf } from '../../parts/form.js';
import { useDoing, useRefusals } from '../../parts/sending.js';
import { shortDateTime } from '../../parts/times.js';
import { may, useMe } from '../../session/me.js';

type Destination = Schemas['FeedbackDestination'];
/** Why and since when something is not sent to. */
export type Stop = NonNullable<Destination['stopped'] | Schemas['Channel']['stopped'] | Schemas['Webhook']['paused']>;

const WHY: Readonly<Record<Stop['why'], string>> = {
  person: 'stopped by hand',
  account: 'the platform rejects the account',
  retractions: 'more would be retracted within a day than is allowed',
  refused: 'it takes no posts of the bot or the workflow',
  gone: 'it answered that it is gone',
  failing: 'everything failed for three days',
};

/** `Stopped since Mon 2 Mar, 10:00: …` */
export function stoppedInWords({ at, why, note }: Stop, timeZone: string): string {
  const reason = why === 'person' ? (note ?? WHY.person) : [WHY[why], note].filter(Boolean).join(', ');
  return `Stopped since ${shortDateTime(at, timeZone)}: ${reason}`;
}

/** Says whether a destination is stopped, and stops or resumes it. */
export function Stopping({ id }: { id: string }) {
  const me = useMe();
  const path = { id };
  const refused = useRefusals();
  const doing = useDoing([
    ['destination', id],
    ['configuration', 'destinations'],
  ]);
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery({
    queryKey: ['destination', id, 'stopped'],
    queryFn: () => get('/v1/feedback/destinations/{id}', { path }),
  });
  if (data === undefined) return null;
  const resume = () =>
    doing({ message: `${data.name} is resumed`, send: () => post('/v1/feedback/destinations/{id}/resume', { path }) });
  const stop = (form: FormData) =>
    doing({
      message: `${data.name} is stopped`,
      send: () => post('/v1/feedback/destinations/{id}/stop', { path, body: { reason: textOf(form, 'reason') } }),
    });
  return (
    <>
      {data.stopped !== null && <p className="held">{stoppedInWords(data.stopped, me.timeZone)}</p>}
      {may(me) && (
        <p className="buttons">
          {data.stopped === null ? (
            <button type="button" onClick={() => setAsking(true)}>
              Stop …
            </button>
          ) : (
            <button type="button" onClick={() => void refused(resume())}>
              Resume
            </button>
          )}
        </p>
      )}
      {isAsking && (
        <FormDialog title={`Stop: ${data.name}`} onClose={() => setAsking(false)} onSend={stop} send="Stop it">
          <p>Nothing leaves until it is resumed. What the platform accepts only for a time may expire meanwhile.</p>
          <InputField label="Why" name="reason" maxLength={500} required />
        </FormDialog>
      )}
    </>
  );
}
