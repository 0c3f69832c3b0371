import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../../src/conditions/condition-language.js';
import {
  type Comparison,
  conditionInWords,
  conditionOf,
  fieldsOfLeads,
  groupOf,
  labelOfField,
  readValue,
  readValues,
  recompared,
  writtenValue,
} from '../../../src/console/web/configure/schema/condition.js';
import type { JsonObject } from '../../../src/console/web/configure/schema/json-schema.js';

const CH = { field: 'company.country', op: 'in', value: ['DE', 'CH'] };
const LARGE = { field: 'company.employees', op: 'gte', value: 500 };

describe('a condition', () => {
  it.each<JsonObject>([
    {},
    CH,
    { all: [CH, LARGE] },
    { any: [CH, { all: [LARGE, CH] }] },
    { not: CH },
    { not: { any: [CH, LARGE] } },
  ])('is the same after it was converted to a group and back: %j', (condition) => {
    expect(conditionOf(groupOf(condition))).toEqual(condition);
  });

  it('knows the pointers of its parts, so that faults appear there', () => {
    expect(groupOf({ all: [CH, LARGE] }).places).toEqual(['/all/0', '/all/1']);
    expect(groupOf({ not: { any: [CH] } }).places).toEqual(['/not/any/0']);
    expect(groupOf({ not: CH }).places).toEqual(['/not']);
    expect(groupOf(CH).places).toEqual(['']);
  });

  it('is described in words', () => {
    const words = conditionInWords(
      { all: [CH, { any: [LARGE, { not: { field: 'form', op: 'exists' } }] }] },
      (id) => id,
    );
    expect(words).toBe('company country is one of DE, CH and (company employees is at least 500 or not form is there)');
    expect(conditionInWords({}, (id) => id)).toBe('');
  });

  it('reads digits as a number if any type is allowed, and as text if the field is text', () => {
    expect(readValue('500', 'any')).toBe(500);
    expect(readValue('"500"', 'any')).toBe('500');
    expect(readValue('10115', 'text')).toBe('10115');
    expect(readValue('true', 'boolean')).toBe(true);
    expect(readValues('DE\n AT\n\n', 'text')).toEqual(['DE', 'AT']);
    for (const value of ['500', 500, true, 'true', 'DE'])
      expect(readValue(writtenValue(value, 'any'), 'any')).toBe(value);
  });

  it('keeps values that contain commas, whatever else of it is changed', () => {
    const firms: Comparison = { field: 'company.name', op: 'in', value: ['Acme, Inc.', ' Foo', 5] };
    const text = writtenValue(firms.value, 'text');
    const change = (was: Comparison, to: Partial<Comparison>) => recompared(was, to, { text, typeOf: () => 'text' });
    expect(change(firms, { op: 'notIn' })).toEqual({ ...firms, op: 'notIn' });
    expect(change(firms, { field: 'contact.name' })).toEqual({ ...firms, field: 'contact.name' });
    expect(change(firms, { op: 'exists' })).toEqual({ field: 'company.name', op: 'exists' });
    expect(change(change(firms, { op: 'exists' }), { op: 'in' }).value).toEqual(['Acme, Inc.', 'Foo', '5']);
    expect(change(firms, { op: 'eq' }).value).toBe('Acme, Inc.');
    expect(readValues('Acme, Inc.\nFoo', 'text')).toEqual(['Acme, Inc.', 'Foo']);
    const said = conditionInWords(firms as unknown as JsonObject, (id) => id);
    expect(said).toBe('company name is one of “Acme, Inc.”,  Foo, 5');
  });

  it('may ask for everything that is known of an account', () => {
    const offered = [...fieldsOfLeads({}, 'Fields begin with source, account.').keys()];
    const known = fieldsOf('account').filter((field) => field !== 'account.refs');
    expect(offered.toSorted()).toEqual(['account', ...known].toSorted());
    expect(fieldsOfLeads({}, 'Fields begin with source.').size).toBe(0);
    expect(['account', 'account.type', 'account.ownerRepId', 'contact.email'].map(labelOfField)).toEqual([
      'Account',
      'Account: type',
      'Account: owner rep',
      'Contact: e-mail',
    ]);
  });
});
