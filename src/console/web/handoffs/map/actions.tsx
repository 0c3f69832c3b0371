import { useQuery } from '@tanstack/react-query';
import { get, post, type Schemas } from '../../api/api.js';
import { FaultAt } from '../../parts/faults.js';
import { CheckField, InputField, SelectField } from '../../parts/fields.js';
import { FormDialog, textOf } from '../../parts/form.js';
import { useDoing, useRefusals } from '../../parts/sending.js';
import { shortDateTime, shortDay } from '../../parts/times.js';
import { useReps } from '../../parts/use-reps.js';
import { useMe } from '../../session/me.js';

type Action = Schemas['DiagnosisAction'];
type Treatment = NonNullable<Action['treatment']>;

const ACTIONS = ['diagnosis-actions'];

type Answer = Exclude<Action['about'], 'exception' | 'leads'>;

const ABOUTS: Readonly<Record<Answer, string>> = {
  hands: 'Fewer changes of hands',
  stalls: 'Fewer missed deadlines',
  chased: 'Fewer questions, warnings and escalations',
  redone: 'Fewer returns',
};

const TREATMENTS: Readonly<Record<Treatment, string>> = {
  standardise: 'Standardise',
  automate: 'Automate',
  escalate: 'Escalate',
};

/** The arrows of the map of leads, by the stage to which they lead. */
const STEPS: Readonly<Record<NonNullable<Action['step']>, string>> = {
  owner: 'Until an owner has it',
  touch: 'Until the first touch',
  decision: 'Until the decision',
};

/** What is decided: an action about an answer, an exception, or a step of the way of leads. */
export interface Decision {
  /** The arrow of a map from which it is decided, in words. */
  readonly arrow?: string;
  /** The answer to begin with. */
  readonly about?: Answer;
  readonly kindId?: string;
  readonly step?: NonNullable<Action['step']>;
  readonly exception?: {
    readonly text: string;
    readonly treatment: Treatment;
    /** The only kind that it came up in; undefined if there are several. */
    readonly kindId: string | undefined;
  };
}

interface ActionsProps {
  /** Of one kind, or of all. */
  readonly kindId: string | undefined;
  /** Opens the dialog; undefined if the user may not decide. */
  readonly onDecide: ((decision: Decision) => void) | undefined;
}

/** What is done about what stalls, by whom and until when, with the figure before and after; and what keeps coming. */
export function Actions({ kindId, onDecide }: ActionsProps) {
  const query = kindId === undefined ? {} : { kind: kindId };
  const { data: actions } = useQuery({
    queryKey: [...ACTIONS, query],
    queryFn: () => get('/v1/handoffs/diagnosis/actions', { query }),
  });
  const { data: reasons } = useQuery({
    queryKey: ['handoff-exceptions', query],
    queryFn: () => get('/v1/reports/handoff-exceptions', { query: { ...query, limit: 5 } }),
  });
  return (
    <>
      <section aria-labelledby="actions-title">
        <header className="bar">
          <h2 id="actions-title">What is done about it</h2>
          {onDecide === undefined ? (
            <span className="count">An admin decides.</span>
          ) : (
            <button type="button" onClick={() => onDecide({})}>
              Decide on an action
            </button>
          )}
        </header>
        {actions?.data.length === 0 && (
          <p>Nothing was decided yet. Three actions with an owner and a day are enough.</p>
        )}
        {actions !== undefined && actions.data.length > 0 && (
          <ActionTable actions={actions.data} decides={onDecide !== undefined} />
        )}
      </section>
      {reasons !== undefined && reasons.data.length > 0 && (
        <section aria-labelledby="exceptions-title">
          <h2 id="exceptions-title">What keeps coming</h2>
          <ul className="lines">
            {reasons.data.map(({ what, text, times, kindIds }) => (
              <li key={`${what} ${text}`}>
                {text}: {times} {times === 1 ? 'time' : 'times'}
                {onDecide !== undefined &&
                  Object.entries(TREATMENTS).map(([treatment, name]) => (
                    <button
                      key={treatment}
                      type="button"
                      className="quiet"
                      onClick={() =>
                        onDecide({
                          exception: {
                            text,
                            treatment: treatment as Treatment,
                            kindId: kindId ?? (kindIds.length === 1 ? kindIds[0] : undefined),
                          },
                        })
                      }
                    >
                      {name}
                      <span className="unseen">: {text}</span>
                    </button>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function ActionTable({ actions, decides }: { readonly actions: readonly Action[]; readonly decides: boolean }) {
  const { timeZone } = useMe();
  const doing = useDoing([ACTIONS]);
  const refused = useRefusals();
  const end = (id: string, outcome: 'done' | 'withdrawn') =>
    refused(
      doing({
        message: outcome === 'done' ? 'The action is done' : 'The action is withdrawn',
        send: () => post('/v1/handoffs/diagnosis/actions/{id}/end', { path: { id }, body: { outcome } }),
      }),
    );
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Owner</th>
          <th scope="col">By</th>
          <th scope="col">Four weeks before</th>
          <th scope="col">Four weeks after</th>
          {decides && <th scope="col">End it</th>}
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.id}>
            <th scope="row" className="text">
              {action.treatment !== null && `${TREATMENTS[action.treatment]} “${action.exception}”: `}
              {action.step !== null && `${STEPS[action.step]}: `}
              {action.text}
              {action.inKind !== null && (action.inKind ? ' (in the kind)' : ' (not in the kind)')}
            </th>
            <td>{action.owner}</td>
            <td>
              {shortDay(action.dueOn)} {standingOf(action)}
            </td>
            <td>
              {action.before} {action.counts}
            </td>
            <td>
              {action.after === null
                ? `Measured until ${shortDateTime(action.measuredAt, timeZone)}`
                : `${action.after} ${action.counts}`}
            </td>
            {decides && (
              <td>
                {action.outcome === null && (
                  <>
                    <button type="button" onClick={() => end(action.id, 'done')}>
                      Done<span className="unseen">: {action.text}</span>
                    </button>{' '}
                    <button type="button" className="quiet" onClick={() => end(action.id, 'withdrawn')}>
                      Withdraw<span className="unseen">: {action.text}</span>
                    </button>
                  </>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function standingOf({ outcome, isOverdue }: Action): string {
  if (outcome !== null) return `(${outcome})`;
  return isOverdue ? '(overdue)' : '';
}

interface DialogProps {
  readonly decision: Decision;
  /** The kind of which the map is, if it is of one. */
  readonly kindId: string | undefined;
  readonly onClose: () => void;
}

export function DecideDialog({ decision, kindId: chosenId, onClose }: DialogProps) {
  const { arrow, about: first = 'stalls', exception, step } = decision;
  const kindId = exception?.kindId ?? decision.kindId ?? chosenId;
  const doing = useDoing([ACTIONS]);
  const reps = useReps().data ?? [];
  const title = exception === undefined ? 'Decide on an action' : `${TREATMENTS[exception.treatment]} it`;
  async function decide(form: FormData): Promise<void> {
    const body = {
      ...aboutIn(form, decision),
      ...(kindId !== undefined && { kindId }),
      text: textOf(form, 'text'),
      ownerRepId: textOf(form, 'ownerRepId'),
      dueOn: textOf(form, 'dueOn'),
    };
    await doing({ message: 'Decided', send: () => post('/v1/handoffs/diagnosis/actions', { body }) });
    onClose();
  }
  return (
    <FormDialog title={title} onClose={onClose} onSend={decide} send="Decide">
      {arrow !== undefined && <p>{arrow}</p>}
      {step !== undefined && <p>Fewer leads are to miss a promise there.</p>}
      {exception === undefined && step === undefined && (
        <SelectField
          label="What it is to change"
          name="about"
          required
          defaultValue={first}
          options={Object.entries(ABOUTS).map(([id, name]) => ({ id, name }))}
        />
      )}
      {exception !== undefined && (
        <>
          <p>{exception.text}</p>
          {kindId !== undefined && (
            <CheckField label="Add it to the exceptions of the kind" name="addToKind" defaultChecked />
          )}
          <FaultAt at="/addToKind" />
        </>
      )}
      <InputField label="What is done" name="text" required maxLength={500} />
      <SelectField
        label="Owner"
        name="ownerRepId"
        required
        defaultValue=""
        options={reps.filter(({ active }) => active).map(({ id, name }) => ({ id, name }))}
      />
      <InputField label="By" name="dueOn" type="date" required />
    </FormDialog>
  );
}

/** What an action is about, as the API takes it. */
function aboutIn(form: FormData, { exception, step }: Decision) {
  if (step !== undefined) return { about: 'leads' as const, step };
  if (exception === undefined) return { about: textOf(form, 'about') as Answer };
  const { text, treatment } = exception;
  return {
    about: 'exception' as const,
    exception: text,
    treatment,
    ...(form.has('addToKind') && { addToKind: true }),
  };
}

/** With the name of the arrow. */
export type DecisionOnArrow = Decision & { readonly arrow: string };

interface DecideOnArrowProps {
  readonly decision: DecisionOnArrow | null;
  readonly onDecide: ((decision: Decision) => void) | undefined;
}

/** The way from an arrow of a map to an action about it. */
export function DecideOnArrow({ decision, onDecide }: DecideOnArrowProps) {
  if (decision === null || onDecide === undefined) return null;
  return (
    <button type="button" className="quiet" onClick={() => onDecide(decision)}>
      Decide<span className="unseen"> on {decision.arrow}</span>
    </button>
  );
}
