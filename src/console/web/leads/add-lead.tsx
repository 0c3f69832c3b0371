import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post, type Schemas } from '../api/api.js';
import { InputField, SelectField, TextAreaField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { useNotices } from '../parts/notices.js';
import { useTitle } from '../parts/states.js';
import { useMe } from '../session/me.js';
import { MightBe } from './might-be.js';

/** How people come in without a form. */
const USUAL = ['phone', 'e-mail', 'event', 'referral', 'walk-in'];
const ME = { id: 'me', name: 'I do' };

/** Adds a lead by hand: somebody has called, or was met at a fair. */
export function AddLead() {
  useTitle('Add a lead');
  const { repId } = useMe();
  const [, go] = useLocation();
  const { say } = useNotices();
  const queries = useQueryClient();
  const [person, setPerson] = useState({ name: '', email: '', phone: '' });
  const typed = (name: keyof typeof person) => ({
    name,
    value: person[name],
    onChange: ({ target }: { target: HTMLInputElement }) => setPerson({ ...person, [name]: target.value }),
    at: `/contact/${name}`,
    autoComplete: 'off',
  });

  async function add(form: FormData): Promise<void> {
    const [name, email, phone] = [textOf(form, 'name'), textOf(form, 'email'), textOf(form, 'phone')];
    const [company, message] = [textOf(form, 'company'), textOf(form, 'message')];
    const made = await post('/v1/leads', {
      body: {
        source: textOf(form, 'source'),
        contact: { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) },
        ...(company && { company: { name: company } }),
        ...(message && { message }),
        ...(textOf(form, 'owner') === ME.id && { owner: { repId: repId! } }),
      },
    });
    await queries.invalidateQueries({ queryKey: ['leads'] });
    const isSeen = 'contact' in made;
    say({ text: wordsOf(made, isSeen), ...(isSeen && { href: `/leads/${made.id}` }) });
    go(isSeen ? `/leads/${made.id}` : '/leads');
  }

  return (
    <section className="page">
      <p>
        <Link href="/leads">Leads</Link>
      </p>
      <h1>Add a lead</h1>
      <Form onSend={add} send="Add the lead">
        <InputField label="Name" maxLength={300} {...typed('name')} />
        <InputField label="E-mail address" inputMode="email" maxLength={320} {...typed('email')} />
        <InputField label="Phone" type="tel" maxLength={100} {...typed('phone')} />
        <MightBe {...person} />
        <InputField label="Company" name="company" at="/company/name" maxLength={300} autoComplete="off" />
        <TextAreaField label="What they want" name="message" rows={3} maxLength={10_000} />
        <InputField label="Source" name="source" list="sources" required maxLength={200} autoComplete="off" />
        <datalist id="sources">
          {USUAL.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        {repId !== null && (
          <SelectField
            label="Who answers them"
            name="owner"
            at="/owner/repId"
            none="Whom the rules choose"
            options={[ME]}
          />
        )}
      </Form>
    </section>
  );
}

/** @param isSeen whether the user may see the lead */
function wordsOf(made: Partial<Pick<Schemas['ExistingLead'], 'joined'>>, isSeen: boolean): string {
  if (made.joined !== true) return 'The lead is added';
  return isSeen
    ? 'They have a lead already: what you entered was added to it'
    : 'Somebody else has a lead of theirs: what you entered was added to it, and they are told';
}
