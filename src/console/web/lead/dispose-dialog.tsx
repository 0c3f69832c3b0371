import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { ErrorState, Loading } from '../parts/states.js';
import { titled } from '../parts/words.js';
import type { LeadActions } from './actions.js';
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
    <Dialog title={`Close: ${nameOf(lead)}`} onClose={onClose}>
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
          onDone={(answers) => {
            void actions.dispose(lead, reason.label, { category: reason.category, reason: reason.code, ...answers });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}

interface Answers {
  readonly note?: string;
  readonly fields: Readonly<Record<string, string>>;
}

function ReasonForm(props: { reason: Reason; onBack: () => void; onDone: (answers: Answers) => void }) {
  const { reason, onBack, onDone } = props;
  const required = reason.requires.filter((name) => name !== 'note');
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const fields = Object.fromEntries(required.map((name) => [name, sentOf(reason, name, text(name))]));
    const note = text('note');
    onDone({ fields, ...(note && { note }) });
  }
  return (
    <form onSubmit={submit}>
      <p>
        <strong>{reason.label}</strong>
      </p>
      {required.map((name) => (
        <div key={name} className="field">
          <label htmlFor={`field-${name}`}>{LABELS[name] ?? titled(name)}</label>
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
        <button type="submit" className="main">
          Close the lead
        </button>
      </p>
    </form>
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
  const given = { id: `field-${name}`, name, required: true };
  switch (typeOf(reason, name)) {
    case 'instant':
      return <input {...given} type="datetime-local" />;
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
function sentOf(reason: Reason, name: string, value: string): string {
  const type = typeOf(reason, name);
  if (type === 'instant') return new Date(value).toISOString();
  return type === 'days' ? `P${value}D` : value;
}
