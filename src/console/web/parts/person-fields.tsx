import { FaultAt } from './faults.js';
import { textOf } from './form.js';

export function PersonFields() {
  return (
    <>
      <label>
        Name
        <input name="name" maxLength={200} required autoComplete="off" />
        <FaultAt at="/name" />
      </label>
      <label>
        E-mail address
        <input name="email" type="email" maxLength={254} required autoComplete="off" />
        <FaultAt at="/email" />
      </label>
    </>
  );
}

export function personIn(form: FormData): { readonly name: string; readonly email: string } {
  return { name: textOf(form, 'name'), email: textOf(form, 'email') };
}
