import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../api/api.js';
import { useMe } from '../session/me.js';
import { Dialog } from './dialog.js';
import { FaultAt } from './faults.js';
import { TextAreaField } from './fields.js';
import { Form, textOf } from './form.js';
import { answerOf, ReasonField, reasonFieldName } from './reason-field.js';
import { Unread } from './states.js';
import { DISPOSITION_REASONS } from './use-reasons.js';

type Reason = Schemas['Reason'];
type Category = Reason['category'];

interface ReasonAnswers {
  readonly note?: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface Props {
  readonly title: string;
  readonly send: string;
  /** The categories to choose from, in order, with their meaning here. */
  readonly categories: Readonly<Partial<Record<Category, string>>>;
  readonly onSend: (reason: Reason, answers: ReasonAnswers, form: FormData) => Promise<void>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks for a disposition reason, and then for the fields that it requires. */
export function ReasonDialog({ title, send, categories, onSend, onClose, children }: Props) {
  const { data, error } = useQuery(DISPOSITION_REASONS);
  const [reason, setReason] = useState<Reason | null>(null);
  const active = data?.filter(({ active }) => active) ?? [];
  return (
    // The key re-creates the dialog for each step, so that its first control gets the focus.
    <Dialog title={title} onClose={onClose} key={reason?.code ?? (data ? 'reasons' : 'loading')}>
      {data === undefined && <Unread error={error} />}
      {reason === null ? (
        (Object.keys(categories) as Category[]).map((category) => (
          <section key={category} className="reasons">
            <h3>{categories[category]}</h3>
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
          send={send}
          onBack={() => setReason(null)}
          onSend={(answers, form) => onSend(reason, answers, form)}
        >
          {children}
        </ReasonForm>
      )}
    </Dialog>
  );
}

interface FormProps {
  readonly reason: Reason;
  readonly send: string;
  readonly onBack: () => void;
  readonly onSend: (answers: ReasonAnswers, form: FormData) => Promise<void>;
  readonly children: ReactNode;
}

function ReasonForm({ reason, send, onBack, onSend, children }: FormProps) {
  const { timeZone } = useMe();
  const required = reason.requires.filter((name) => name !== 'note');
  function sendAnswers(form: FormData): Promise<void> {
    const fields = required.map((name) => [name, answerOf(reason, name, textOf(form, name), timeZone)] as const);
    const note = textOf(form, 'note');
    return onSend({ fields: Object.fromEntries(fields), ...(note && { note }) }, form);
  }
  return (
    <Form onSend={sendAnswers} send={send}>
      <p>
        <strong>{reason.label}</strong>
      </p>
      {required.map((name) => (
        <div key={name} className="field">
          <label htmlFor={`field-${name}`}>{reasonFieldName(reason, name, timeZone)}</label>
          <ReasonField reason={reason} name={name} />
          <FaultAt at={`/fields/${name}`} />
        </div>
      ))}
      <TextAreaField
        label={`Note${reason.requires.includes('note') ? '' : ' (optional)'}`}
        name="note"
        rows={2}
        maxLength={10_000}
        required={reason.requires.includes('note')}
      />
      {children}
      <p className="buttons">
        <button type="button" onClick={onBack}>
          Another reason
        </button>
      </p>
    </Form>
  );
}
