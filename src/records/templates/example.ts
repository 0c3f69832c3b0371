import type { FormField } from '../../forms/form.js';
import type { Facts } from './rendering.js';

const OF_FORMATS: Readonly<Record<string, string>> = {
  date: '2027-01-15',
  'date-time': '2027-01-15T09:00:00.000Z',
  email: 'example@example.com',
  uri: 'https://example.com',
  uuid: '00000000-0000-7000-8000-000000000000',
  duration: 'P1D',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  amount: '1000.00',
};

/** A form as somebody might have filled it in: every field has something in it. */
export function exampleOf(form: FormField): Readonly<Record<string, unknown>> {
  return Object.fromEntries(form.fields.map((field) => [field.name, exampleOfField(field)]));
}

function exampleOfField(field: FormField): unknown {
  const { type, rules, choices, entry, name, title } = field;
  const given = Array.isArray(rules.examples) && rules.examples.length > 0 ? rules.examples[0] : rules.default;
  if (given !== undefined) return given;
  if (choices.length > 0) return choices[0]!.value;
  switch (type) {
    case 'object':
      return exampleOf(field);
    case 'array':
      return [exampleOfField(entry!)];
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return Number(rules.minimum ?? rules.exclusiveMinimum ?? 1);
    case 'string':
      return OF_FORMATS[String(rules.format)] ?? (title ?? name).slice(0, Number(rules.maxLength ?? 200));
  }
}

const AT = '2027-01-15T16:00:00.000Z';

/** What templates see of a handoff that nobody has. @param filled its form; null where none is known */
export function exampleFacts(
  filled: object | null,
  around: { readonly kind: string; readonly receiver: string },
): Facts {
  return {
    deal: {
      id: OF_FORMATS.uuid,
      name: 'Example deal',
      externalId: 'example-1',
      refs: {},
      product: 'Example product',
      amount: '1000.00',
      currency: 'EUR',
      wonAt: AT,
      expectedCloseAt: AT,
      term: { startsOn: '2027-02-01', endsOn: '2028-01-31', noticeDays: 90 },
    },
    account: { id: OF_FORMATS.uuid, name: 'Example company', domain: 'example.com', refs: {} },
    ...(filled !== null && { form: filled }),
    handoff: { id: OF_FORMATS.uuid, kind: around.kind, startedAt: AT },
    receiver: {
      name: around.receiver,
      owner: { name: 'Example owner', email: 'owner@example.com' },
      completeBy: '2027-01-22T16:00:00.000Z',
    },
    giver: { name: 'Example giver', email: 'giver@example.com' },
  };
}
