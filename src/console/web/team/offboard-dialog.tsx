import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { Options } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { InputField, SelectField } from '../parts/fields.js';
import { forPeople } from '../parts/for-people.js';
import { Form, textOf } from '../parts/form.js';
import { useDoing } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { instantOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { usePeople } from '../parts/use-people.js';
import { usePools } from '../parts/use-pools.js';
import { counted, titled } from '../parts/words.js';
import { useMe } from '../session/me.js';

type Offboarding = Schemas['Offboarding'];
type Missing = Offboarding['missing'][number];
type Named = Offboarding['names'][number];

interface Props {
  readonly rep: Schemas['Rep'];
  readonly onClose: () => void;
}

/** The successors by the field of what they take over, and the instant of leaving. */
type OffboardRequest = Readonly<Record<string, object | string>>;

/** Offboards a rep, after a preview of what they have and what names them. */
export function OffboardDialog({ rep, onClose }: Props) {
  const { timeZone } = useMe();
  const change = useDoing([['rep', rep.id], ['reps'], ['floor'], ['roster']]);
  const [asked, setAsked] = useState<{ readonly request: OffboardRequest; readonly preview: Offboarding } | null>(null);
  const send = (request: OffboardRequest, dryRun: boolean) =>
    post('/v1/reps/{id}/offboard', {
      path: { id: rep.id },
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: request as never,
    });
  // What has no successor yet is what there is to ask.
  const { data, error } = useQuery({
    queryKey: ['rep', rep.id, 'leaving'],
    queryFn: () => send({}, true),
    gcTime: 0,
  });

  async function look(form: FormData): Promise<void> {
    const at = textOf(form, 'at');
    const request = {
      ...Object.fromEntries(data!.missing.map(({ pointer }) => successorIn(form, pointer.slice(1)))),
      ...(at && { at: instantOf(at, timeZone) }),
    };
    setAsked({ request, preview: await send(request, true) });
  }

  async function offboard(): Promise<void> {
    const { request, preview } = asked!;
    const message =
      'at' in request ? `${rep.name} leaves on ${shortDateTime(preview.at, timeZone)}` : `${rep.name} is offboarded`;
    await change({ message, send: () => send(request, false) });
    onClose();
  }

  return (
    <Dialog title={`Offboard ${rep.name}`} onClose={onClose} key={asked === null ? 'ask' : 'look'}>
      {data === undefined && <Unread error={error} />}
      {data !== undefined && asked === null && (
        <Form onSend={look} send="See what would happen">
          {data.missing.length === 0 && <p>{rep.name} has nothing to hand over.</p>}
          {data.missing.map((missing) => (
            <Successor key={missing.pointer} missing={missing} leaverId={rep.id} />
          ))}
          <InputField label={`When${zoneBeside(timeZone)}; at once if empty`} name="at" type="datetime-local" />
        </Form>
      )}
      {asked !== null && (
        <Form onSend={offboard} send={'at' in asked.request ? 'Plan it' : `Offboard ${rep.name} now`}>
          <Preview preview={asked.preview} />
        </Form>
      )}
    </Dialog>
  );
}

const NOBODY = 'nobody';

/** Asks who takes over one kind of thing; the fault of the field that is missing is the question. */
function Successor({ missing: { pointer, message }, leaverId }: { missing: Missing; leaverId: string }) {
  const pools = usePools();
  const others = usePeople().filter(({ id }) => id !== leaverId);
  const what = pointer.slice(1);
  return (
    <SelectField label={forPeople(message)} name={what} required>
      {what === 'reports' && <option value={NOBODY}>Nobody</option>}
      {what === 'leads' && (
        <optgroup label="In turn">
          <Options of={pools.map(({ id, name }) => ({ id: `pool ${id}`, name }))} />
        </optgroup>
      )}
      <optgroup label="A rep">
        <Options of={others.map(({ id, name }) => ({ id: `rep ${id}`, name }))} />
      </optgroup>
    </SelectField>
  );
}

function successorIn(form: FormData, what: string): readonly [string, object] {
  const [kind, id] = textOf(form, what).split(' ');
  if (what === 'reports') return [what, { managerId: kind === NOBODY ? null : id }];
  return [what, kind === 'pool' ? { poolId: id } : { repId: id }];
}

function Preview({ preview: { owned, names, missing } }: { preview: Offboarding }) {
  const given = owned.filter(({ count }) => count > 0);
  return (
    <>
      {missing.map(({ message }) => (
        <p key={message} className="wrong">
          {forPeople(message)}
        </p>
      ))}
      <ul className="lines">
        {given.map(({ what, count }) => (
          <li key={what}>
            {titled(what)}: {counted(count, 'is', 'are')} handed over
          </li>
        ))}
        {names.map((named) => (
          <li key={`${named.kind} ${named.id ?? named.name}`}>
            {titled(named.kind)} {named.name}: {BECOMES[named.becomes]}
          </li>
        ))}
      </ul>
      {given.length + names.length === 0 && <p>Nothing else names them.</p>}
    </>
  );
}

/** What happens to something that names the leaver. */
const BECOMES: Readonly<Record<Named['becomes'], string>> = {
  without: 'goes on without them',
  handedOver: 'is handed over',
  stays: 'stays as it is; check it',
};
