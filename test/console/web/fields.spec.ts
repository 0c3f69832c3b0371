import { describe, expect, it } from '@jest/globals';
import { fieldsOf, patchAt, piecesOf, withAt } from '../../../src/console/web/handoffs/form/fields.js';
import { givenBy } from '../../../src/console/web/handoffs/form/typed.js';
import { A_FORM } from '../../support/handoffs.js';

const fields = fieldsOf(A_FORM);
const VALUES = { contacts: { dayToDay: { name: 'Kim' } }, billing: { lines: [{ kind: 'fixed' }, { kind: 'usage' }] } };

describe('the form of a handoff', () => {
  it('has its fields in order, with definitions resolved and their annotations', () => {
    expect(fields.map(({ name }) => name)).toEqual(['context', 'contacts', 'billing', 'risk', 'seats', 'margin']);
    const [buyer] = fields[1]!.fields;
    expect(buyer).toMatchObject({ label: 'Buyer', type: 'object', isRequired: false });
    expect(buyer!.fields.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['name', true],
      ['email', true],
      ['phone', false],
    ]);
    expect(fields[3]).toMatchObject({ type: 'string', choices: [{ value: 'low' }, { value: 'high' }] });
  });
  it('names its parts by the pointers that receivers return, including entries of lists', () => {
    const pieces = new Map(piecesOf(fields, VALUES).map(({ pointer, label }) => [pointer, label]));
    expect(pieces.get('/contacts/dayToDay/email')).toBe('Contacts › Day-to-day contact › E-mail');
    expect(pieces.get('/billing/lines/1')).toBe('Billing › Lines 2');
    expect(pieces.has('/billing/lines/2')).toBe(false);
  });
  it('is patched field by field, except for lists, which are sent whole', () => {
    expect(patchAt(VALUES, ['contacts', 'dayToDay', 'email'], 'kim@acme.example')).toEqual({
      contacts: { dayToDay: { email: 'kim@acme.example' } },
    });
    expect(patchAt(VALUES, ['context'], undefined)).toEqual({ context: null });
    expect(patchAt(VALUES, ['billing', 'lines', 1, 'amount'], '5.00')).toEqual({
      billing: { lines: [{ kind: 'fixed' }, { kind: 'usage', amount: '5.00' }] },
    });
    expect(patchAt(VALUES, ['billing', 'lines', 0], undefined)).toEqual({ billing: { lines: [{ kind: 'usage' }] } });
  });
  it('accepts an entry at the end of a list that does not exist yet', () => {
    expect(withAt({}, ['lines', 0, 'kind'], 'fixed')).toEqual({ lines: [{ kind: 'fixed' }] });
  });
  it('sends numbers as numbers, and other input as it was typed', () => {
    const seats = fields[4]!;
    expect([givenBy(seats, ' 12 ', 'UTC'), givenBy(seats, 'a few', 'UTC'), givenBy(seats, '', 'UTC')]).toEqual([
      12,
      'a few',
      undefined,
    ]);
  });
});
