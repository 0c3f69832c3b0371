import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../../src/forms/form.js';
import { READY_MADE } from '../../../src/handoffs/kinds/ready-made.js';
import { rearranged } from '../../../src/handoffs/page/actions.js';
import { filledWith } from '../../../src/handoffs/page/filled.js';
import { formPageOf } from '../../../src/handoffs/page/form-page.js';
import type { JsonRecord } from '../../../src/platform/sql/sql.js';
import { A_FORM } from '../../support/handoffs.js';
import { attributesOf, formsOf, textOf } from '../../support/html-page.js';
import { FillingIn, SAVE, ZONE } from './filling-in.js';

const CONTACT = { name: 'Kim Lee', email: 'kim@example.com' };
const VALUES = {
  context: 'They grew\nand need help',
  contacts: { dayToDay: CONTACT },
  billing: {
    lines: [
      { kind: 'fixed', amount: '900.00' },
      { kind: 'usage', rate: '1.00', cap: '100', period: 'a month' },
    ],
  },
  seats: 12,
};
const field = (schema: object, values: JsonRecord = {}) =>
  new FillingIn({ type: 'object', properties: { it: schema } }, values);

/** Returns the attributes of the single input of a form with one field. */
function inputOf(schema: object, value?: unknown): Record<string, string> {
  const html = field(schema, value === undefined ? {} : { it: value }).html();
  const tags = [...html.matchAll(/<(?:input|textarea|select)\b[^>]*name="it"[^>]*>/g)].map(([tag]) => tag!);
  return { tag: /^<(\w+)/.exec(tags.at(-1)!)![1]!, ...attributesOf(tags.at(-1)!) };
}

describe('a field', () => {
  it.each<[string, object, object]>([
    ['a date', { type: 'string', format: 'date' }, { type: 'date' }],
    ['a moment', { type: 'string', format: 'date-time' }, { type: 'datetime-local' }],
    ['an address of mail', { type: 'string', format: 'email' }, { type: 'email' }],
    ['an address', { type: 'string', format: 'uri' }, { type: 'url' }],
    ['an amount', { type: 'string', format: 'amount' }, { type: 'text', inputmode: 'decimal' }],
    ['a few words', { type: 'string', maxLength: 200 }, { tag: 'input', type: 'text', maxlength: '200' }],
    ['a long text', { type: 'string', maxLength: 4_000 }, { tag: 'textarea', maxlength: '4000' }],
    ['a choice', { enum: ['a', 'b'] }, { tag: 'select' }],
    [
      'a whole number within bounds',
      { type: 'integer', minimum: 1, maximum: 500 },
      { type: 'number', inputmode: 'numeric', min: '1', max: '500', step: '1' },
    ],
    [
      'a whole number between bounds',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9.5 },
      { type: 'number', min: '1', max: '9', step: '1' },
    ],
    ['a number', { type: 'number', minimum: -1 }, { type: 'number', inputmode: 'decimal', min: '-1', step: 'any' }],
    ['a multiple', { type: 'integer', multipleOf: 5, minimum: 10 }, { type: 'number', step: '5' }],
    // A browser would count from 1: 1, 6, 11.
    ['a multiple from elsewhere', { type: 'integer', multipleOf: 5, minimum: 1 }, { type: 'number', step: '1' }],
  ])('of %s has its own input', (_, schema, attributes) => {
    expect(inputOf(schema)).toMatchObject(attributes);
  });

  it('shows what its input would not accept as text, so that nothing is lost by saving', () => {
    expect(inputOf({ type: 'string', format: 'date' }, 'soon')).toMatchObject({ type: 'text', value: 'soon' });
    expect(inputOf({ type: 'string', maxLength: 200 }, 'two\nlines')).toMatchObject({ tag: 'textarea' });
    for (const schema of [{ type: 'string', format: 'date' }, { enum: ['a'] }, { type: 'string', format: 'uri' }])
      expect(field(schema, { it: 'soon' }).save().values).toEqual({ it: 'soon' });
  });

  it('that is yes or no has three answers, since no answer is not "no"', () => {
    const choose = { type: 'boolean', title: 'Is it agreed?' };
    expect(textOf(field(choose).html())).toContain('Is it agreed? (if you like) Yes No Not answered');
    expect(field(choose).save().values).toEqual({});
    expect(field(choose).given(field(choose).read(new URLSearchParams({ it: 'false' }))).values).toEqual({ it: false });
    const tick = { type: 'boolean', const: true };
    expect(inputOf(tick)).toMatchObject({ type: 'checkbox', value: 'true' });
    expect(field(tick).save().values).toEqual({});
    expect(field(tick, { it: true }).save().values).toEqual({ it: true });
  });

  it('of a moment is shown in a time zone, and stays as written unless it is changed', () => {
    const schema = { type: 'string', format: 'date-time' };
    const written = '2026-07-01T10:00:30+02:00';
    expect(inputOf(schema, '2026-07-01T10:00:00+00:00')).toMatchObject({ value: '2026-07-01T12:00' });
    expect(field(schema, { it: written }).save().values).toEqual({ it: written });
    expect(field(schema).save({ it: '2026-07-01T12:00' }).values).toEqual({ it: '2026-07-01T10:00:00.000Z' });
  });

  it('says what it is about, whether it is sensitive and what is wrong, to screen readers too', () => {
    const secret = { type: 'number', title: 'Margin', description: 'Which one?', sensitive: true };
    const fault = { pointer: '/it', code: 'x', message: 'Expected more.' };
    const html = field(secret, { it: 1 }).html({ faults: [fault], missing: [{ pointer: '/it', text: 'Not enough.' }] });
    expect(textOf(html)).toContain('Margin (if you like) seen by the parties of this handoff alone');
    expect(html).toContain('aria-describedby="it-help it-errors" aria-invalid="true"');
    expect(html).toMatch(/id="it-errors"><span>Not right: Expected more\./);
    expect(html).toContain('<a href="#it">Margin: Expected more.</a>');
    expect(html).toContain('<a href="#it">Not enough.</a>');
  });
});

describe('a page', () => {
  it('saves what was typed and removes what was emptied, including groups left empty', () => {
    const page = new FillingIn(A_FORM, VALUES);
    const { values, faults } = page.save({
      context: ' They grew \r\n',
      seats: '',
      'contacts.dayToDay.phone': '+49 30 1',
      'billing.lines.0.amount': '950.00',
    });
    expect(faults).toEqual([]);
    expect(values).toEqual({
      context: 'They grew',
      contacts: { dayToDay: { ...CONTACT, phone: '+49 30 1' } },
      billing: { lines: [{ kind: 'fixed', amount: '950.00' }, VALUES.billing.lines[1]] },
    });
    const emptied = { 'contacts.dayToDay.name': '', 'contacts.dayToDay.email': ' ' };
    expect(page.save(emptied).values).toEqual({ context: VALUES.context, billing: VALUES.billing, seats: 12 });
  });

  it('keeps what the form does not name, and what it did not ask for', () => {
    const open = {
      type: 'object',
      properties: { a: { type: 'string' }, g: { type: 'object', properties: { b: { type: 'string' } } } },
    };
    const values = { a: 'x', more: 1, g: { b: 'y', else: [2] } };
    expect(new FillingIn(open, values).save({ 'g.b': '' }).values).toEqual({ a: 'x', more: 1, g: { else: [2] } });
    const page = new FillingIn(A_FORM, VALUES);
    expect(page.given(page.read(new URLSearchParams({ seats: '13' }))).values).toEqual({ ...VALUES, seats: 13 });
  });

  it('reports invalid numbers and moments, and inputs that it does not have', () => {
    const page = new FillingIn(A_FORM, VALUES);
    const sent = new URLSearchParams({
      seats: 'many',
      colour: 'red',
      'contacts.dayToDay.name.x': 'y',
      'billing.lines.7.kind': 'fixed',
      'contacts.__proto__.x': '1',
      constructor: 'z',
    });
    const { faults, unknown, values } = page.given(page.read(sent));
    expect(faults).toEqual([{ pointer: '/seats', code: 'type', message: 'Expected a number, such as 12.' }]);
    expect([...unknown].sort()).toEqual([
      'billing.lines.7.kind',
      'colour',
      'constructor',
      'contacts.__proto__.x',
      'contacts.dayToDay.name.x',
    ]);
    expect(values).toMatchObject({ contacts: VALUES.contacts, billing: VALUES.billing });
    const many = new URLSearchParams(Array.from({ length: 5_001 }, (_, index): [string, string] => [`x${index}`, '']));
    expect(page.read(many).unknown).toHaveLength(1);
  });

  it('gets an entry by a button, still shows what was typed, and drops empty entries', () => {
    const page = new FillingIn(A_FORM, VALUES);
    const { filled } = page.post({ seats: '99' });
    const grown = rearranged(page.form, filled, 'add billing.lines')!;
    expect(grown.focus).toBe('billing.lines.2.kind');
    const next = new FillingIn(A_FORM, VALUES, grown.filled);
    expect(next.html({ focus: grown.focus })).toMatch(/<select id="billing.lines.2.kind"[^>]* autofocus>/);
    expect(next.save().values).toEqual({ ...VALUES, seats: 99 });
    const line = { 'billing.lines.2.kind': 'fixed', 'billing.lines.2.amount': '1.00' };
    expect(next.save(line).values).toMatchObject({
      billing: { lines: [...VALUES.billing.lines, { kind: 'fixed', amount: '1.00' }] },
      seats: 99,
    });
  });

  it('loses an entry by a button, without mixing up the others', () => {
    const page = new FillingIn(A_FORM, VALUES);
    const { filled } = rearranged(page.form, page.post().filled, 'remove billing.lines.0')!;
    const next = new FillingIn(A_FORM, VALUES, filled);
    expect(textOf(next.html())).toContain('Lines 1');
    expect(next.html()).toContain('name="billing.lines.1.kind"');
    expect(next.save().values).toMatchObject({ billing: { lines: [VALUES.billing.lines[1]] } });
    const again = rearranged(next.form, next.post().filled, 'add billing.lines')!;
    expect(again.focus).toBe('billing.lines.2.kind');
  });

  it.each([
    'add',
    'add context',
    'add billing.lines.9.x',
    'remove billing.linesx.0',
    'add __proto__',
    'save',
    'add ..',
  ])('has no button %j', (wanted) => {
    const page = new FillingIn(A_FORM, VALUES);
    expect(rearranged(page.form, page.post().filled, wanted)).toBeNull();
  });

  it('shows faults in lists at their places, even after an entry before them was removed', () => {
    const form = readForm(A_FORM);
    const filled = filledWith(form, VALUES, ZONE);
    const { filled: fewer } = rearranged(form, filled, 'remove billing.lines.0')!;
    const { errors } = formPageOf(form, fewer, {
      faults: [{ pointer: '/billing/lines/0/kind', code: 'value', message: 'Expected another.' }],
    });
    expect(errors).toEqual([{ name: 'billing.lines.1.kind', text: 'Billing › Lines 1 › Kind: Expected another.' }]);
  });

  it('offers that there are none if an empty list is an answer', () => {
    const promises = { type: 'array', title: 'Promised', items: { type: 'string', maxLength: 99 } };
    const form = { type: 'object', required: ['it'], properties: { it: promises } };
    const page = new FillingIn(form, {});
    expect(page.save().values).toEqual({});
    expect(textOf(page.html())).toContain('There are none');
    const none = new FillingIn(form, { it: [] });
    expect(none.save().values).toEqual({ it: [] });
    const changed = none.read(new URLSearchParams({ it: '0', 'it.none': '' }));
    expect(none.given(changed).values).toEqual({});
    const both = page.read(new URLSearchParams({ it: '1', 'it.none': 'true', 'it.0': 'A day more' }));
    expect(page.given(both).values).toEqual({ it: ['A day more'] });
  });

  it('saves by the Enter key, instead of removing the first entry of the first list', () => {
    expect(formsOf(new FillingIn(A_FORM, VALUES).html())[0]!.buttons[0]).toMatchObject(SAVE);
  });

  it.each(Object.values(READY_MADE).flatMap((kinds) => kinds.map(({ name, form }) => [name, form] as const)))(
    'of "%s" can be filled in',
    (_, form) => {
      const page = new FillingIn(form as JsonRecord, {});
      expect(page.save()).toMatchObject({ values: {}, faults: [], unknown: [] });
      expect(page.html().match(/<fieldset/g)!.length).toBe(page.html().match(/<\/fieldset>/g)!.length);
    },
  );
});
