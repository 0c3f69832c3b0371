import { useQuery } from '@tanstack/react-query';
import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { InputField, SelectField } from '../parts/fields.js';
import { forPeople } from '../parts/for-people.js';
import { FormDialog, textOf } from '../parts/form.js';
import type { Preview } from '../parts/preview.js';
import { ReceiverField, receiverIn } from '../parts/receiver-field.js';
import { useDoing } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { instantOf, localOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { usePeople } from '../parts/use-people.js';
import { spelledOut, titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { HandedOver, type Successor, type Successors } from './successors.js';

type Offboarding = Schemas['Offboarding'];
/** Something that names the leaver. */
type Mention = Offboarding['names'][number];

interface Props {
  readonly rep: Schemas['Rep'];
  /** The plan to change; null if there is none. */
  readonly plan: Offboarding | null;
  readonly onClose: () => void;
}

/** Offboards a rep, after a preview of who gets what, and of what names them. */
export function OffboardDialog({ rep, plan, onClose }: Props) {
  const { timeZone } = useMe();
  // What a leaver has and what names them is on most pages, so all queries are asked anew.
  const change = useDoing([[]]);
  const send = (body: object, dryRun: boolean) =>
    post('/v1/reps/{id}/offboard', {
      path: { id: rep.id },
      query: { dryRun: dryRun ? 'true' : 'false' },
      body: body as never,
    });
  // What has no successor yet is what there is to ask.
  const { data, error } = useQuery({
    queryKey: ['rep', rep.id, 'leaving'],
    queryFn: () => send({}, true),
    gcTime: 0,
  });
  const planned = (plan?.request ?? {}) as Successors;
  const questions = questionsOf(data?.missing ?? [], planned);

  function requestIn(form: FormData) {
    const at = textOf(form, 'at');
    return { successors: successorsIn(form, questions), ...(at && { at: instantOf(at, timeZone) }) };
  }

  async function look(form: FormData): Promise<Preview> {
    const { successors, ...when } = requestIn(form);
    const foreseen = await send({ ...successors, ...when }, true);
    const isPlan = when.at !== undefined;
    const does = isPlan ? 'Plan it' : `Offboard ${rep.name} now`;
    return {
      shown: (
        <>
          {isPlan && <p>Leaves on {shortDateTime(foreseen.at, timeZone)}.</p>}
          <Outcome foreseen={foreseen} successors={successors} />
        </>
      ),
      send: foreseen.missing.length === 0 ? does : null,
    };
  }

  async function offboard(form: FormData): Promise<void> {
    const { successors, ...when } = requestIn(form);
    const message = when.at ? `${rep.name} leaves on ${shortDateTime(when.at, timeZone)}` : `${rep.name} is offboarded`;
    await change({ message, send: () => send({ ...successors, ...when }, false) });
  }

  const title = `Offboard ${rep.name}`;
  if (data === undefined)
    return (
      <Dialog title={title} onClose={onClose}>
        <Unread error={error} />
      </Dialog>
    );
  return (
    <FormDialog title={title} onClose={onClose} onSend={offboard} send={look}>
      {data.missing.length === 0 && <p>{rep.name} has nothing to hand over.</p>}
      {questions.map((question) => (
        <SuccessorField key={question.what} question={question} leaverId={rep.id} planned={planned[question.what]} />
      ))}
      <InputField
        label={`When${zoneBeside(timeZone)}; at once if empty`}
        name="at"
        type="datetime-local"
        defaultValue={plan === null ? '' : localOf(Date.parse(plan.at), timeZone)}
      />
    </FormDialog>
  );
}

/** Asks who takes over one kind of thing. */
interface Question {
  /** The field of the request. */
  readonly what: string;
  readonly label: string;
  /** Whether they have any now. */
  readonly isDue: boolean;
}

/** The faults of fields that are missing are questions. A plan may also name who gets what comes before its instant. */
function questionsOf(missing: Offboarding['missing'], planned: Successors): readonly Question[] {
  const due = missing.map(({ pointer, message }) => ({
    what: pointer.slice(1),
    label: forPeople(message),
    isDue: true,
  }));
  const others = Object.keys(planned).filter((what) => due.every((question) => question.what !== what));
  return [
    ...due,
    ...others.map((what) => ({ what, label: `If they have any ${spelledOut(what)} by then`, isDue: false })),
  ];
}

const NOBODY = 'nobody';

interface SuccessorFieldProps {
  readonly question: Question;
  readonly leaverId: string;
  /** Who takes it over according to the present plan. */
  readonly planned: Successor | undefined;
}

function SuccessorField({ question: { what, label, isDue }, leaverId, planned }: SuccessorFieldProps) {
  const reps = usePeople().filter(({ id }) => id !== leaverId);
  const field = { label, name: what, ...(isDue ? { required: true } : { none: 'Undecided' }) };
  if (what === 'leads') return <ReceiverField {...field} reps={reps} preset={planned} />;
  return (
    <SelectField
      {...field}
      options={what === 'reports' ? [{ id: NOBODY, name: 'Nobody' }, ...reps] : reps}
      defaultValue={planned && (planned.repId ?? planned.managerId ?? NOBODY)}
    />
  );
}

function successorsIn(form: FormData, questions: readonly Question[]): Successors {
  const answered = questions.filter(({ what }) => textOf(form, what) !== '');
  return Object.fromEntries(answered.map(({ what }) => [what, successorIn(form, what)]));
}

function successorIn(form: FormData, what: string): Successor {
  if (what === 'leads') return receiverIn(form, what);
  const repId = textOf(form, what);
  return what === 'reports' ? { managerId: repId === NOBODY ? null : repId } : { repId };
}

function Outcome({ foreseen, successors }: { foreseen: Offboarding; successors: Successors }) {
  // Reps whom they manage are named with their next manager.
  const names = foreseen.names.filter(({ kind }) => kind !== 'rep');
  const isAlone = names.length + foreseen.reports.length === 0 && foreseen.owned.every(({ count }) => count === 0);
  return (
    <>
      {foreseen.missing.map(({ message }) => (
        <p key={message} className="wrong">
          {forPeople(message)}
        </p>
      ))}
      <ul className="lines">
        <HandedOver offboarding={foreseen} successors={successors} />
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
const BECOMES: Readonly<Record<Mention['becomes'], string>> = {
  without: 'goes on without them',
  handedOver: 'is handed over',
  stays: 'stays as it is; check it',
};
