import { describe, expect, it } from '@jest/globals';
import { checkCondition } from '../../src/conditions/condition-check.js';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import type { Condition } from '../../src/conditions/condition-language.js';
import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import { leadFacts } from './roster.builder.js';

const LEAD = leadFacts({
  source: 'Google-Ads',
  landingPage: 'https://example.com/Preise?utm=x',
  contact: { name: 'Anna Straße', email: 'anna@example.com', country: 'DE', doNot: ['call', 'sms'], region: null },
  company: { employees: 500, industry: '' },
  attributes: { size: '5', seats: 5, vip: true, trialEnds: '2026-03-01T00:00:00Z', note: null },
  clickIds: { gclid: 'abc', clickedAt: '2026-01-05T09:59:00Z' },
});

function evaluate(condition: unknown, lead: LeadFacts = LEAD) {
  expect(checkCondition(condition, '')).toEqual([]);
  return compileCondition(condition as Condition).evaluate(lead);
}

const compare = (field: string, op: string, value?: unknown) =>
  evaluate(value === undefined ? { field, op } : { field, op, value }).matched;

describe('an operator', () => {
  it.each<[string, string, unknown, boolean]>([
    ['source', 'eq', 'GOOGLE-ADS', true],
    ['source', 'eq', 'google', false],
    ['source', 'ne', 'google', true],
    ['source', 'ne', 'google-ADS', false],
    ['source', 'in', ['bing', 'google-ads'], true],
    ['source', 'in', ['bing'], false],
    ['source', 'notIn', ['bing'], true],
    ['source', 'notIn', ['google-ads'], false],
    ['source', 'contains', 'LE-A', true],
    ['source', 'contains', 'le a', false],
    ['source', 'startsWith', 'google', true],
    ['source', 'startsWith', 'ads', false],
    ['source', 'endsWith', 'ADS', true],
    ['source', 'endsWith', 'google', false],
    ['contact.name', 'endsWith', 'STRASSE', true],
    ['landingPage', 'matches', '/preise\\b', true],
    ['landingPage', 'matches', '^preise', false],
    ['company.employees', 'lt', 500, false],
    ['company.employees', 'lt', 501, true],
    ['company.employees', 'lte', 500, true],
    ['company.employees', 'lte', 499, false],
    ['company.employees', 'gt', 500, false],
    ['company.employees', 'gt', 499, true],
    ['company.employees', 'gte', 500, true],
    ['company.employees', 'gte', 501, false],
    ['company.employees', 'in', [1, 500], true],
    ['test', 'eq', false, true],
    ['test', 'ne', false, false],
    ['receivedAt', 'eq', '2026-01-05T11:00:00+01:00', true],
    ['receivedAt', 'lt', '2026-01-05T10:00:00.001Z', true],
    ['receivedAt', 'lt', '2026-01-05T10:00:00Z', false],
    ['receivedAt', 'gte', '2026-01-05T10:00:00Z', true],
    ['clickIds.clickedAt', 'lt', '2026-01-05T10:00:00Z', true],
    ['contact.doNot', 'contains', 'CALL', true],
    ['contact.doNot', 'contains', 'email', false],
    ['contact.doNot', 'in', ['email', 'sms'], true],
    ['contact.doNot', 'in', ['email'], false],
    ['contact.doNot', 'notIn', ['email'], true],
    ['contact.doNot', 'notIn', ['email', 'sms'], false],
    ['attributes.size', 'eq', '5', true],
    ['attributes.seats', 'gt', 4, true],
    ['attributes.vip', 'eq', true, true],
    ['attributes.trialEnds', 'lt', '2026-03-01T00:00:01Z', true],
    ['attributes.trialEnds', 'gt', '2026-03-01T00:00:01Z', false],
    ['attributes.seats', 'in', ['a', 5], true],
    ['attributes.seats', 'notIn', ['a', 5], false],
    ['attributes.seats', 'notIn', ['a', 6], true],
    ['company', 'exists', undefined, true],
    ['consent', 'exists', undefined, false],
    ['consent', 'missing', undefined, true],
    ['clickIds.gclid', 'exists', undefined, true],
    ['company.industry', 'exists', undefined, true],
  ])('%s %s %j is %s', (field, op, value, expected) => {
    expect(compare(field, op, value)).toBe(expected);
  });
});

describe('a missing value', () => {
  it.each([
    'campaign',
    'contact.region',
    'consent.adUserData',
    'attributes.note',
    'attributes.constructor',
    'attributes.toString',
  ])('of %s differs from every value and meets no other comparison', (field) => {
    expect(compare(field, 'missing')).toBe(true);
    expect(compare(field, 'exists')).toBe(false);
    expect(compare(field, 'ne', 'x')).toBe(true);
    expect(compare(field, 'notIn', ['x'])).toBe(true);
    for (const op of ['eq', 'contains', 'startsWith', 'endsWith', 'matches'])
      expect(compare(field, op, 'x')).toBe(false);
    expect(compare(field, 'in', ['x'])).toBe(false);
  });

  it('is neither below nor above any value', () => {
    const lead = leadFacts();
    for (const op of ['lt', 'lte', 'gt', 'gte']) {
      expect(evaluate({ field: 'company.employees', op, value: 0 }, lead)).toEqual({
        matched: false,
        failed: { field: 'company.employees', op, value: 0, actual: null },
      });
    }
  });

  it('includes a list without entries and a group without values', () => {
    const lead = leadFacts({ contact: { doNot: [] }, company: { name: null } });
    expect(evaluate({ field: 'contact.doNot', op: 'missing' }, lead).matched).toBe(true);
    expect(evaluate({ field: 'contact.doNot', op: 'notIn', value: ['call'] }, lead).matched).toBe(true);
    expect(evaluate({ field: 'company', op: 'missing' }, lead).matched).toBe(true);
  });
});

describe('a band of employees', () => {
  const holds = (employees: unknown, op: string, value: unknown) =>
    evaluate({ field: 'company.employees', op, value }, leadFacts({ company: { employees: employees as number } }))
      .matched;

  it.each<[unknown, string, unknown, boolean]>([
    ['51-200', 'gte', 51, true],
    ['51-200', 'gte', 52, false],
    ['51-200', 'lt', 52, true],
    ['51-200', 'gt', 50, true],
    ['51 – 200', 'gte', 51, true],
    ['1,001-5,000', 'gte', 1_001, true],
    ['1000+', 'gte', 1_000, true],
    ['1,000+', 'gt', 1_000, false],
    ['51-200', 'in', ['51-200', '201-500'], true],
    ['51–200', 'eq', '51-200', true],
    ['51-200', 'ne', '201-500', true],
    [51, 'eq', '51-200', true],
    [300, 'gte', '201-500', true],
    ['51 to 200', 'gte', 51, true],
    ['11–50 employees', 'lt', 12, true],
    ['10,001+ employees', 'gte', 10_001, true],
    ['1', 'eq', 1, true],
    ['Self-employed', 'lt', 2, true],
  ])('that is %s: %s %j is %s', (employees, op, value, expected) => {
    expect(holds(employees, op, value)).toBe(expected);
  });

  it('is on exactly one side of any boundary, as a number is', () => {
    for (const employees of ['51-200', '1000+', 7])
      for (const boundary of [1, 7, 51, 100, 200, 1_000, 5_000])
        expect(holds(employees, 'gte', boundary)).toBe(!holds(employees, 'lt', boundary));
  });
});

describe('an attribute whose type differs from the comparison', () => {
  it.each<[string, string, unknown, unknown]>([
    ['attributes.size', 'eq', 5, '5'],
    ['attributes.size', 'ne', 5, '5'],
    ['attributes.size', 'gt', 4, '5'],
    ['attributes.size', 'notIn', [4, true], '5'],
    ['attributes.seats', 'contains', '5', 5],
    ['attributes.seats', 'matches', '5', 5],
    ['attributes.seats', 'gt', '2020-01-01T00:00:00Z', 5],
    ['attributes.vip', 'eq', 'true', true],
  ])('makes %s %s %j false, and the failure shows the value', (field, op, value, actual) => {
    expect(evaluate({ field, op, value })).toEqual({ matched: false, failed: { field, op, value, actual } });
  });
});

describe('the comparison that decided', () => {
  const yes = { field: 'source', op: 'eq', value: 'google-ads' };
  const no = { field: 'contact.country', op: 'eq', value: 'AT' };
  const no2 = { field: 'company.employees', op: 'gt', value: 900 };

  it('is the first that fails within `all`', () => {
    expect(evaluate({ all: [yes, no, no2] }).failed).toEqual({ ...no, actual: 'DE' });
  });

  it('is the last that was tried within `any`', () => {
    expect(evaluate({ any: [no, no2] }).failed).toEqual({ ...no2, actual: 500 });
  });

  it('is marked as negated under `not` if it failed by being true', () => {
    expect(evaluate({ not: yes }).failed).toEqual({ ...yes, actual: 'Google-Ads', negated: true });
    expect(evaluate({ all: [yes, { not: { not: no } }] }).failed).toEqual({ ...no, actual: 'DE' });
  });

  it('is absent if {} decided', () => {
    expect(evaluate({ not: {} })).toEqual({ matched: false });
    expect(evaluate({ all: [yes, { not: {} }] })).toEqual({ matched: false });
  });

  it('shows an instant as text, and only the beginning of a long text', () => {
    const late = { field: 'receivedAt', op: 'lt', value: '2020-01-01T00:00:00Z' };
    expect(evaluate(late).failed?.actual).toBe('2026-01-05T10:00:00.000Z');
    expect(evaluate({ ...yes, value: 'x' }, leadFacts({ source: 'y'.repeat(5000) })).failed?.actual).toBe(
      `${'y'.repeat(200)}…`,
    );
  });

  it('is not mixed up between two leads', () => {
    const compiled = compileCondition({ all: [yes, no] } as Condition);
    expect(compiled.evaluate(leadFacts({ source: 'bing' })).failed?.actual).toBe('bing');
    expect(compiled.evaluate(LEAD).failed?.actual).toBe('DE');
    expect(compiled.evaluate(leadFacts({ contact: { country: 'at' } }))).toEqual({ matched: true });
  });
});

it('the empty condition always matches', () => {
  expect(evaluate({})).toEqual({ matched: true });
  expect(evaluate({ any: [{ field: 'source', op: 'eq', value: 'x' }, {}] })).toEqual({ matched: true });
});
