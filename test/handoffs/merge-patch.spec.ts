import { expect, it } from '@jest/globals';
import { changesBetween } from '../../src/documents/change.js';
import { readForm } from '../../src/forms/form.js';
import { faultsOfPatch, patched } from '../../src/forms/merge-patch.js';
import { missingOf } from '../../src/handoffs/form/missing.js';
import { readKind } from '../../src/handoffs/kinds/handoff-kind.js';
import { A_FORM } from '../support/handoffs.js';

const form = readForm(A_FORM);
const faults = (values: Record<string, unknown>, patch: Record<string, unknown>) =>
  faultsOfPatch(form, values, patch).map(({ pointer, code }) => `${pointer} ${code}`);

/** The cases in the appendix of RFC 7386 whose target and patch are objects. */
it.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched with %j is %j', (target, patch, result) => {
  const before = structuredClone(target);
  expect(patched(target, patch)).toEqual(result);
  expect(target).toEqual(before);
});

it('a patch may fill in half of a form, and remove values', () => {
  expect(faults({}, { contacts: { dayToDay: { name: 'Kim' } } })).toEqual([]);
  expect(faults({ context: 'Soon' }, { context: null, billing: { lines: [] } })).toEqual([]);
});

it('a patch with a wrong type or an unknown field is refused at its place', () => {
  expect(faults({}, { seats: 'many', contacts: { dayToDay: { email: 'kim' } }, colour: 'red' })).toEqual([
    '/colour unknown',
    '/contacts/dayToDay/email value',
    '/seats type',
  ]);
  expect(faults({}, { billing: { lines: [{ kind: 'fixed' }, { kind: 'barter' }] } })).toEqual([
    '/billing/lines/1/kind value',
  ]);
  expect(faults({}, { contacts: 'Kim' })).toEqual(['/contacts type']);
});

it('a patch is not refused for values that were there before', () => {
  expect(faults({ seats: 'many', risk: 'odd' }, { context: 'Soon' })).toEqual([]);
  expect(faults({ seats: 'many' }, { seats: 3 })).toEqual([]);
});

it('differences are listed by their places, with lists as a whole', () => {
  const before = { context: 'Soon', contacts: { dayToDay: { name: 'Kim' } }, billing: { lines: [{ kind: 'fixed' }] } };
  const after = patched(before, { context: null, contacts: { dayToDay: { name: 'Bo' } }, billing: { lines: [] } });
  expect(changesBetween(before, after)).toEqual([
    { pointer: '/billing/lines', from: [{ kind: 'fixed' }], to: [] },
    { pointer: '/contacts/dayToDay/name', from: 'Kim', to: 'Bo' },
    { pointer: '/context', from: 'Soon' },
  ]);
});

it('a missing piece quotes no sensitive value', () => {
  const secret = { type: 'string', enum: ['a', 'b'], sensitive: true };
  const kind = readKind({ form: { type: 'object', properties: { secret } }, ready: [] });
  const found = missingOf(
    kind,
    { secret: 'the whole truth' },
    { amount: null, currency: null, product: null, term: null },
  );
  expect(found).toEqual([{ pointer: '/secret', text: 'Secret: this is not a valid answer.' }]);
});
