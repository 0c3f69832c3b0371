import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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

const ABOUTS: Readonly<Record<Exclude<Action['about'], 'exception'>, string>> = {
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

/** What is decided: an action about an answer, or about an exception. */
interface Decision {
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
  /** Whether the user may decide. */
  readonly decides: boolean;
}

/** What is done about what stalls, by whom and until when, with the figure before and after; and what keeps coming. */
export function Actions({ kindId, decides }: ActionsProps) {
  const [decision, setDecision] = useState<Decision | null>(null);
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
          {decides && (
            <button type="button" onClick={() => setDecision({})}>
              Decide on an action
            </button>
          )}
        </header>
        {actions?.data.length === 0 && (
          <p>Nothing was decided yet. Three actions with an owner and a day are enough.</p>
        )}
        {actions !== undefined && actions.data.length > 0 && <ActionTable actions={actions.data} decides={decides} />}
      </section>
      {reasons !== undefined && reasons.data.length > 0 && (
        <section aria-labelledby="exceptions-title">
          <h2 id="exceptions-title">What keeps coming</h2>
          <ul className="lines">
            {reasons.data.map(({ what, text, times, kindIds }) => (
              <li key={`${what} ${text}`}>
                {text}: {times} {times === 1 ? 'time' : 'times'}
                {decides &&
                  Object.entries(TREATMENTS).map(([treatment, name]) => (
                    <button
                      key={treatment}
                      type="button"
                      className="quiet"
                      onClick={() =>
                        setDecision({
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
      {decision !== null && <DecideDialog decision={decision} kindId={kindId} onClose={() => setDecision(null)} />}
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
  readonly kindId: string | undefined;
  readonly onClose: () => void;
}

function DecideDialog({ decision: { exception }, kindId: chosenId, onClose }: DialogProps) {
  const kindId = exception?.kindId ?? chosenId;
  const doing = useDoing([ACTIONS]);
  const reps = useReps().data ?? [];
  const title = exception === undefined ? 'Decide on an action' : `${TREATMENTS[exception.treatment]} it`;
  async function decide(form: FormData): Promise<void> {
    const about =
      exception === undefined
        ? { about: textOf(form, 'about') as Action['about'] }
        : {
            about: 'exception' as const,
            exception: exception.text,
            treatment: exception.treatment,
            ...(form.has('addToKind') && { addToKind: true }),
          };
    const body = {
      ...about,
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
      {exception === undefined ? (
        <SelectField
          label="What it is to change"
          name="about"
          required
          defaultValue="stalls"
          options={Object.entries(ABOUTS).map(([id, name]) => ({ id, name }))}
        />
      ) : (
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
