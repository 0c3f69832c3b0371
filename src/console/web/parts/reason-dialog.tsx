import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../api/api.js';
import { useMe } from '../session/me.js';
import { Dialog } from './dialog.js';
import { FaultAt } from './faults.js';
import { TextAreaField } from './fields.js';
import { Form, textOf } from './form.js';
import type { Preview } from './preview.js';
import { answerOf, ReasonField, reasonFieldName } from './reason-field.js';
import { Unread } from './states.js';
import { useIsShown } from './use-is-shown.js';
import { DISPOSITION_REASONS } from './use-reasons.js';

type Reason = Schemas['Reason'];
type Category = Reason['category'];

/** A reason with its answers, as requests have them. */
export interface Disposition {
  readonly category: Category;
  readonly reason: string;
  readonly note?: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface Props {
  readonly title: string;
  /** The label of the button; or asks what would happen first. */
  readonly send: string | ((disposition: Disposition, form: FormData) => Promise<Preview>);
  /** The categories to choose from, in order, with their meaning here. */
  readonly categories: Readonly<Partial<Record<Category, string>>>;
  /** @param label that of the reason */
  readonly onSend: (disposition: Disposition, label: string, form: FormData) => Promise<unknown>;
  readonly onClose: () => void;
  /** The pointer of the disposition in the request; by default it is the request. */
  readonly at?: string;
  /** Further fields, which may depend on the category. */
  readonly children?: ReactNode | ((category: Category) => ReactNode);
}

/** Asks for a disposition reason, and then for the fields that it requires. Closes once they are accepted. */
export function ReasonDialog({ title, categories, onSend, onClose, ...form }: Props) {
  const { data, error } = useQuery(DISPOSITION_REASONS);
  const [reason, setReason] = useState<Reason | null>(null);
  const isShown = useIsShown();
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
          {...form}
          reason={reason}
          onBack={() => setReason(null)}
          onSend={async (...sent) => {
            await onSend(...sent);
            if (isShown()) onClose();
          }}
        />
      )}
    </Dialog>
  );
}

interface FormProps extends Pick<Props, 'send' | 'onSend' | 'at' | 'children'> {
  readonly reason: Reason;
  readonly onBack: () => void;
}

function ReasonForm({ reason, send, onBack, onSend, at = '', children }: FormProps) {
  const { timeZone } = useMe();
  const required = reason.requires.filter((name) => name !== 'note');
  function dispositionIn(form: FormData): Disposition {
    const fields = required.map((name) => [name, answerOf(reason, name, textOf(form, name), timeZone)] as const);
    const note = textOf(form, 'note');
    const { category, code } = reason;
    return { category, reason: code, fields: Object.fromEntries(fields), ...(note && { note }) };
  }
  return (
    <Form
      onSend={(form) => onSend(dispositionIn(form), reason.label, form)}
      send={typeof send === 'string' ? send : (form) => send(dispositionIn(form), form)}
    >
      <p className="field">
        <strong>{reason.label}</strong>
        <FaultAt at={`${at}/reason`} />
      </p>
      {required.map((name) => (
        <div key={name} className="field">
          <label htmlFor={`field-${name}`}>{reasonFieldName(reason, name, timeZone)}</label>
          <ReasonField reason={reason} name={name} />
          <FaultAt at={`${at}/fields/${name}`} />
        </div>
      ))}
      <TextAreaField
        label={`Note${reason.requires.includes('note') ? '' : ' (optional)'}`}
        name="note"
        at={`${at}/note`}
        rows={2}
        maxLength={10_000}
        required={reason.requires.includes('note')}
      />
      {typeof children === 'function' ? children(reason.category) : children}
      <p className="buttons">
        <button type="button" onClick={onBack}>
          Another reason
        </button>
      </p>
    </Form>
  );
}
