import { useEffect } from 'react';
import type { Schemas } from '../../api/api.js';
import { Unread } from '../../parts/states.js';
import { fieldsOf } from './fields.js';
import { FilledForm } from './filled-form.js';
import { focusOn } from './focus.js';
import { notesOf } from './remarks.js';
import type { HandoffFormState } from './use-form.js';

export function FormSection({ handoff, filling }: { handoff: Schemas['Handoff']; filling: HandoffFormState }) {
  const { form, error, isSaving, refetch } = filling;
  const isBehind = form !== undefined && form.version < handoff.formVersion;
  useEffect(() => {
    if (isBehind && !isSaving) refetch();
  }, [isBehind, isSaving, refetch]);
  if (form === undefined) return <Unread error={error} onRetry={refetch} />;
  const fields = fieldsOf(form.schema);
  const mayFill = handoff.role.may.includes('form');
  return (
    <section aria-labelledby="form-title" className="panel">
      <header className="bar">
        <h2 id="form-title">What is handed over</h2>
        <span className="count" role="status">
          {isSaving ? 'Saving …' : mayFill ? 'Each field is saved as you leave it' : `Version ${form.version}`}
        </span>
      </header>
      {mayFill && <Returned handoff={handoff} />}
      {form.missing.length > 0 && (
        <div className="wrong">
          <p>
            <strong>{form.missing.length} still missing</strong>
          </p>
          <ul>
            {form.missing.map(({ pointer, text }) => (
              <li key={`${pointer} ${text}`}>
                {mayFill ? (
                  <button type="button" className="link" onClick={() => focusOn(pointer)}>
                    {text}
                  </button>
                ) : (
                  text
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Differs handoff={handoff} differs={form.differs} />
      <FilledForm fields={fields} filling={filling} notes={notesOf(form, handoff)} mayFill={mayFill} />
    </section>
  );
}

/** Warns before anything is saved that fixing the last returned field hands it over again. */
function Returned({ handoff: { receivers } }: { handoff: Schemas['Handoff'] }) {
  const names = receivers.flatMap(({ state, name }) => (state === 'returned' ? name : []));
  if (names.length === 0) return null;
  return (
    <p>
      It goes back to {names.join(' and ')} by itself once every returned field has a new answer and nothing else is
      missing.
    </p>
  );
}

/** What a delivery bills otherwise than it was sold, and what follows. */
function Differs({ handoff: { state, deal }, differs }: { handoff: Schemas['Handoff']; differs: readonly string[] }) {
  if (differs.length === 0) return null;
  const hasTerm = deal !== null && deal.term !== null;
  return (
    <div className="held">
      <p>
        <strong>Differs from what was sold.</strong>
        {hasTerm &&
          state === 'draft' &&
          ' Once it is handed over, an amendment of the contract is proposed to the account manager.'}
        {!hasTerm &&
          state === 'draft' &&
          ' It was sold without a term: once it is handed over, another deal is proposed to the account manager, if more is billed in all.'}
      </p>
      <ul>
        {differs.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
