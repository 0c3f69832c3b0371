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
import { instantOf, localOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { usePeople } from '../parts/use-people.js';
import { usePools } from '../parts/use-pools.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { HandedOver, type Successor, type Successors } from './successors.js';

type Offboarding = Schemas['Offboarding'];
type Missing = Offboarding['missing'][number];
type Named = Offboarding['names'][number];

interface Props {
  readonly rep: Schemas['Rep'];
  /** The plan to change; null if there is none. */
  readonly plan: Offboarding | null;
  readonly onClose: () => void;
}

interface OffboardRequest {
  readonly successors: Successors;
  /** When they leave; empty for at once. */
  readonly at: string;
}

/** Offboards a rep, after a preview of who gets what, and of what names them. */
export function OffboardDialog({ rep, plan, onClose }: Props) {
  const { timeZone } = useMe();
  // What a leaver has and what names them is on most pages, so all queries are asked anew.
  const change = useDoing([[]]);
  const [asked, setAsked] = useState<{ readonly request: OffboardRequest; readonly preview: Offboarding } | null>(null);
  const send = ({ successors, at }: OffboardRequest, dryRun: boolean) =>
    post('/v1/reps/{id}/offboard', {
      path: { id: rep.id },
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: { ...successors, ...(at && { at }) } as never,
    });
  // What has no successor yet is what there is to ask.
  const { data, error } = useQuery({
    queryKey: ['rep', rep.id, 'leaving'],
    queryFn: () => send({ successors: {}, at: '' }, true),
    gcTime: 0,
  });

  async function look(form: FormData): Promise<void> {
    const at = textOf(form, 'at');
    const request = {
      successors: Object.fromEntries(data!.missing.map(({ pointer }) => successorIn(form, pointer.slice(1)))),
      at: at && instantOf(at, timeZone),
    };
    setAsked({ request, preview: await send(request, true) });
  }

  async function offboard(): Promise<void> {
    const { request, preview } = asked!;
    const message = request.at
      ? `${rep.name} leaves on ${shortDateTime(preview.at, timeZone)}`
      : `${rep.name} is offboarded`;
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
            <SuccessorField
              key={missing.pointer}
              missing={missing}
              leaverId={rep.id}
              planned={(plan?.request as Successors | undefined)?.[missing.pointer.slice(1)]}
            />
          ))}
          <InputField
            label={`When${zoneBeside(timeZone)}; at once if empty`}
            name="at"
            type="datetime-local"
            defaultValue={plan === null ? '' : localOf(Date.parse(plan.at), timeZone)}
          />
        </Form>
      )}
      {asked !== null && (
        <Form onSend={offboard} send={asked.request.at ? 'Plan it' : `Offboard ${rep.name} now`}>
          {asked.request.at && <p>Leaves on {shortDateTime(asked.preview.at, timeZone)}.</p>}
          <Preview preview={asked.preview} successors={asked.request.successors} />
        </Form>
      )}
    </Dialog>
  );
}

const NOBODY = 'nobody';

interface SuccessorFieldProps {
  readonly missing: Missing;
  readonly leaverId: string;
  /** Who takes it over according to the present plan. */
  readonly planned: Successor | undefined;
}

/** Asks who takes over one kind of thing; the fault of the field that is missing is the question. */
function SuccessorField({ missing: { pointer, message }, leaverId, planned }: SuccessorFieldProps) {
  const what = pointer.slice(1);
  const pools = usePools().map(({ id, name }) => ({ id: `pool ${id}`, name }));
  const reps = usePeople().flatMap(({ id, name }) => (id === leaverId ? [] : [{ id: `rep ${id}`, name }]));
  const before = planned === undefined ? '' : optionOf(planned);
  // Whoever has left since the plan was made is not offered.
  const isOffered = before === NOBODY || [...pools, ...reps].some(({ id }) => id === before);
  return (
    <SelectField
      // A select takes its default only when it is made, and its options may be read later.
      key={String(isOffered)}
      label={forPeople(message)}
      name={what}
      defaultValue={isOffered ? before : ''}
      required
    >
      {what === 'reports' && <option value={NOBODY}>Nobody</option>}
      {what === 'leads' && (
        <optgroup label="In turn">
          <Options of={pools} />
        </optgroup>
      )}
      <optgroup label="A rep">
        <Options of={reps} />
      </optgroup>
    </SelectField>
  );
}

function optionOf({ repId, poolId, managerId = null }: Successor): string {
  if (poolId !== undefined) return `pool ${poolId}`;
  return repId === undefined && managerId === null ? NOBODY : `rep ${repId ?? managerId}`;
}

function successorIn(form: FormData, what: string): readonly [string, Successor] {
  const [kind, id = ''] = textOf(form, what).split(' ');
  if (what === 'reports') return [what, { managerId: kind === NOBODY ? null : id }];
  return [what, kind === 'pool' ? { poolId: id } : { repId: id }];
}

function Preview({ preview, successors }: { preview: Offboarding; successors: Successors }) {
  // Reps whom they manage are named with their next manager.
  const names = preview.names.filter(({ kind }) => kind !== 'rep');
  const isAlone = names.length + preview.reports.length === 0 && preview.owned.every(({ count }) => count === 0);
  return (
    <>
      {preview.missing.map(({ message }) => (
        <p key={message} className="wrong">
          {forPeople(message)}
        </p>
      ))}
      <ul className="lines">
        <HandedOver offboarding={preview} successors={successors} />
        {names.map((named) => (
          <li key={`${named.kind} ${named.id ?? named.name}`}>
            {titled(named.kind)} {named.name}: {BECOMES[named.becomes]}
          </li>
        ))}
      </ul>
      {isAlone && <p>Nothing else names them.</p>}
    </>
  );
}

/** What happens to something that names the leaver. */
const BECOMES: Readonly<Record<Named['becomes'], string>> = {
  without: 'goes on without them',
  handedOver: 'is handed over',
  stays: 'stays as it is; check it',
};
