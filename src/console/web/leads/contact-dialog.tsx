import type { Schemas } from '../api/api.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { type Correction, type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

type Contact = Schemas['Lead']['contact'];
type Asked = Exclude<keyof Contact, 'doNot'>;

const LABELS = {
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  phone: 'Phone',
  title: 'Job title',
  country: 'Country',
} as const satisfies Partial<Record<Asked, string>>;

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Corrects what is known of the person and their company. Only what was changed is sent. */
export function ContactDialog({ lead, actions, onClose }: Props) {
  const { contact, company } = lead;
  const isSplit = contact.firstName !== undefined || contact.lastName !== undefined;
  const asked = (Object.keys(LABELS) as (keyof typeof LABELS)[]).filter((name) =>
    name === 'name' ? !isSplit || contact.name !== undefined : isSplit || !/^(first|last)Name$/.test(name),
  );
  async function correct(form: FormData): Promise<void> {
    const changed = asked.filter((name) => textOf(form, name) !== (contact[name] ?? ''));
    const companyName = textOf(form, 'company');
    const body = {
      ...(changed.length > 0 && {
        contact: Object.fromEntries(
          changed.map((name) => [name, textOf(form, name) || null]),
        ) as Correction['contact'] & object,
      }),
      ...(companyName !== (company?.name ?? '') && { company: { name: companyName || null } }),
    };
    if (Object.keys(body).length > 0) await orThrow(actions.correct(lead, body));
  }
  return (
    <FormDialog title={`Correct: ${nameOf(lead)}`} onClose={onClose} onSend={correct} send="Save">
      {asked.map((name) => (
        <InputField
          key={name}
          label={LABELS[name]}
          name={name}
          at={`/contact/${name}`}
          maxLength={200}
          autoComplete="off"
          defaultValue={contact[name]}
          {...(name === 'phone' && { type: 'tel' })}
        />
      ))}
      <InputField
        label="Company"
        name="company"
        at="/company/name"
        maxLength={300}
        autoComplete="off"
        defaultValue={company?.name}
      />
    </FormDialog>
  );
}
