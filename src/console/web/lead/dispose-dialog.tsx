import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { ErrorState, Loading } from '../parts/states.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { type DispositionBody, type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

type Reason = Schemas['Reason'];
type Category = Reason['category'];

const CATEGORIES: Readonly<Record<Category, string>> = {
  nurture: 'Not now: comes back to you',
  recycle: 'Not for me: comes back to somebody else',
  suppress: 'Should not be worked on',
  lost: 'Lost',
};

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Closes a lead with a reason, and asks for what the reason requires. */
export function DisposeDialog({ lead, actions, onClose }: Props) {
  const { data, error } = useQuery({
    queryKey: ['reasons'],
    queryFn: () => get('/v1/disposition-reasons', { query: { limit: 1_000 } }),
  });
  const [reason, setReason] = useState<Reason | null>(null);
  const active = data?.data.filter(({ active }) => active) ?? [];
  return (
    // Made anew for each step, it begins with the first control of it.
    <Dialog title={`Close: ${nameOf(lead)}`} onClose={onClose} key={reason?.code ?? (data ? 'reasons' : 'loading')}>
      {data === undefined && (error ? <ErrorState error={error} /> : <Loading />)}
      {reason === null ? (
        (Object.keys(CATEGORIES) as Category[]).map((category) => (
          <section key={category} className="reasons">
            <h3>{CATEGORIES[category]}</h3>
            <div className="outcomes">
              {active
                .filter((each) => each.category === category)
                .map((each) => (
                  <button key={each.id} type="button" onClick={() => setReason(each)}>
                    {each.label}
                  </button>
                ))}
            </div>
          </section>
        ))
      ) : (
        <ReasonForm
          reason={reason}
          onBack={() => setReason(null)}
          onSend={async (answers) => {
            const { category, code, label } = reason;
            await orThrow(actions.dispose(lead, label, { category, reason: code, ...answers }));
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}

type Answers = Pick<DispositionBody, 'note' | 'fields'>;

function ReasonForm(props: { reason: Reason; onBack: () => void; onSend: (answers: Answers) => Promise<void> }) {
  const { reason, onBack, onSend } = props;
  const { timeZone } = useMe();
  const required = reason.requires.filter((name) => name !== 'note');
  function send(form: FormData): Promise<void> {
    const fields = required.map((name) => [name, sentOf(typeOf(reason, name), textOf(form, name), timeZone)] as const);
    const note = textOf(form, 'note');
    return onSend({ fields: Object.fromEntries(fields), ...(note && { note }) });
  }
  return (
    <Form onSend={send} send="Close the lead">
      <p>
        <strong>{reason.label}</strong>
      </p>
      {required.map((name) => (
        <div key={name} className="field">
          <label htmlFor={`field-${name}`}>
            {LABELS[name] ?? titled(name)}
            {typeOf(reason, name) === 'instant' && zoneBeside(timeZone)}
          </label>
          <FieldInput reason={reason} name={name} />
        </div>
      ))}
      <label>
        Note{reason.requires.includes('note') ? '' : ' (optional)'}
        <textarea name="note" rows={2} maxLength={10_000} required={reason.requires.includes('note')} />
      </label>
      <p className="buttons">
        <button type="button" onClick={onBack}>
          Another reason
        </button>
      </p>
    </Form>
  );
}

const LABELS: Readonly<Record<string, string>> = {
  wakeAt: 'Comes back on',
  recycleAfter: 'Comes back after (days)',
  amount: 'Amount',
  competitor: 'Competitor',
};

function typeOf({ fieldTypes }: Reason, name: string): string {
  if (name === 'wakeAt') return 'instant';
  if (name === 'recycleAfter') return 'days';
  if (name === 'amount') return 'amount';
  return fieldTypes[name]?.type ?? 'text';
}

function FieldInput({ reason, name }: { reason: Reason; name: string }) {
  const { timeZone } = useMe();
  const given = { id: `field-${name}`, name, required: true };
  switch (typeOf(reason, name)) {
    case 'instant':
      return <input {...given} type="datetime-local" min={localOf(serverTime.now(), timeZone)} />;
    case 'date':
      return <input {...given} type="date" />;
    case 'days':
      return <input {...given} type="number" min={1} max={3_650} defaultValue={90} />;
    case 'integer':
      return <input {...given} type="number" step={1} />;
    case 'amount':
      return <input {...given} inputMode="decimal" pattern="-?\d+([.]\d+)?" title="A number such as 1200.50" />;
    case 'boolean':
      return <Choice name={name} values={['true', 'false']} words={['Yes', 'No']} />;
    case 'choice':
      return <Choice name={name} values={reason.fieldTypes[name]?.values ?? []} />;
    default:
      return <input {...given} maxLength={4_000} />;
  }
}

function Choice({
  name,
  values,
  words = values,
}: {
  name: string;
  values: readonly string[];
  words?: readonly string[];
}) {
  return (
    <select id={`field-${name}`} name={name} required defaultValue="">
      <option value="" disabled>
        Choose
      </option>
      {values.map((value, index) => (
        <option key={value} value={value}>
          {words[index]}
        </option>
      ))}
    </select>
  );
}

/** As the API takes it. */
function sentOf(type: string, value: string, timeZone: string): string {
  if (type === 'instant') return instantOf(value, timeZone);
  return type === 'days' ? `P${value}D` : value;
}
