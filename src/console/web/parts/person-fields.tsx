import { InputField } from './fields.js';
import { textOf } from './form.js';

export function PersonFields() {
  return (
    <>
      <InputField label="Name" name="name" maxLength={200} required autoComplete="off" />
      <InputField label="E-mail address" name="email" type="email" maxLength={254} required autoComplete="off" />
    </>
  );
}

export function personIn(form: FormData): { readonly name: string; readonly email: string } {
  return { name: textOf(form, 'name'), email: textOf(form, 'email') };
}
