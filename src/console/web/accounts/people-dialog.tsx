import { useState } from 'react';
import { patch, type Schemas } from '../api/api.js';
import { SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useDoing } from '../parts/sending.js';
import { useNames } from '../parts/use-names.js';
import { usePeople } from '../parts/use-people.js';

type Account = Schemas['Account'];

interface Props {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Changes who owns an account, and who looks after it. */
export function PeopleDialog({ account: current, onClose }: Props) {
  // As it was when the dialog opened. Only what is changed here is sent, so changes by others meanwhile stay.
  const [{ id, name, ownerRepId, roles }] = useState(current);
  const doing = useDoing([['account'], ['accounts'], ['deals'], ['deal'], ['contract']]);
  async function save(form: FormData): Promise<void> {
    const [owner, manager] = [textOf(form, 'ownerRepId') || null, textOf(form, 'manager') || null];
    const body = {
      ...(owner !== ownerRepId && { ownerRepId: owner }),
      ...(manager !== (roles.manager ?? null) && { roles: { manager } }),
    };
    if (Object.keys(body).length === 0) return;
    const message = `${name}: who looks after it was changed`;
    await doing({ message, send: () => patch('/v1/accounts/{id}', { path: { id }, body }) });
  }
  return (
    <FormDialog title={`Who looks after ${name}`} onClose={onClose} onSend={save} send="Save">
      <p>Open renewals go to the account manager; without one, to the owner.</p>
      <PersonField label="Owner" name="ownerRepId" repId={ownerRepId} />
      <PersonField label="Account manager" name="manager" repId={roles.manager ?? null} />
    </FormDialog>
  );
}

interface PersonProps {
  readonly label: string;
  readonly name: string;
  /** The present one. */
  readonly repId: string | null;
}

function PersonField({ label, name, repId }: PersonProps) {
  const nameOf = useNames();
  const people = usePeople();
  const isAmong = repId === null || people.some(({ id }) => id === repId);
  const options = isAmong ? people : [{ id: repId, name: nameOf(repId) }, ...people];
  return <SelectField label={label} name={name} defaultValue={repId ?? ''} none="Nobody" options={options} />;
}
