import { describe, expect, it } from '@jest/globals';
import type { DealFacts } from '../../src/forms/billing.js';
import { missingOf } from '../../src/handoffs/form/missing.js';
import { readKind } from '../../src/handoffs/kinds/handoff-kind.js';
import { A_FORM, aKindBody } from '../support/handoffs.js';

const { ready } = aKindBody({ teamId: 'team', repId: 'rep' });
const kind = readKind({ form: A_FORM, ready });
const DEAL: DealFacts = { amount: '10000.00', currency: 'EUR', product: null, term: null };
const KIM = { name: 'Kim', email: 'kim@example.com' };
const WHOLE = {
  context: 'They open a second office',
  contacts: { dayToDay: KIM },
  billing: { lines: [{ kind: 'fixed', amount: '10000' }] },
};
const missing = (values: unknown, deal = DEAL) => missingOf(kind, values, deal);
const withLines = (lines: readonly object[], more: object = {}) => missing({ ...WHOLE, billing: { lines, ...more } });

describe('the missing pieces of a form', () => {
  it('are none if it is complete', () => {
    expect(missing(WHOLE)).toEqual([]);
  });

  it('are listed in the order of the form, by question or else by title, and in groups field by field', () => {
    expect(missing({})).toEqual([
      { pointer: '/context', text: 'Why did they buy?' },
      { pointer: '/contacts/dayToDay/name', text: 'Contacts › Day-to-day contact: Who is it?' },
      { pointer: '/contacts/dayToDay/email', text: 'Contacts › Day-to-day contact › E-mail is missing.' },
      { pointer: '/billing/lines', text: 'Billing › Lines is missing.' },
    ]);
  });

  it('include a blank text', () => {
    expect(missing({ ...WHOLE, context: ' ' })).toEqual([{ pointer: '/context', text: 'Why did they buy?' }]);
  });

  it('include an answer that is only a placeholder, quoted in part and only if it is not sensitive', () => {
    const strict = readKind({ form: { ...A_FORM, refuseSham: true }, ready: [] });
    const contacts = { dayToDay: { ...KIM, phone: 'tbd' } };
    const values = { ...WHOLE, context: 'x'.repeat(50), contacts, margin: '?' };
    expect(missingOf(strict, values, DEAL)).toEqual([
      {
        pointer: '/context',
        text: `Why did they buy? “${'x'.repeat(40)}…” counts as a placeholder, not as an answer.`,
      },
      {
        pointer: '/contacts/dayToDay/phone',
        text: 'Contacts › Day-to-day contact › Phone: the answer counts as a placeholder, not as an answer. Answer it, or leave it empty.',
      },
      {
        pointer: '/margin',
        text: 'Our margin: the answer counts as a placeholder, not as an answer. Answer it, or leave it empty.',
      },
    ]);
  });

  it('include a term that ends before it begins, at its last day', () => {
    const day = { type: 'string', format: 'date' };
    const termOf = (fields: object = {}) => {
      const endsOn = { ...day, title: 'Last day', ...fields };
      const term = { type: 'object', role: 'term', title: 'For how long', properties: { startsOn: day, endsOn } };
      return readKind({ form: { type: 'object', properties: { term } }, ready: [] });
    };
    const of = (endsOn: string, fields: object = {}) =>
      missingOf(termOf(fields), { term: { startsOn: '2027-01-01', endsOn } }, DEAL);
    expect(of('2026-12-31')).toEqual([
      { pointer: '/term/endsOn', text: 'For how long › Last day: expected a day on or after the first, 2027-01-01.' },
    ]);
    expect(of('2027-01-01')).toEqual([]);
    expect(of('2026-12-31', { sensitive: true })[0]!.text).toBe('For how long › Last day: this is not a valid answer.');
  });

  it('include what is invalid, with the reason', () => {
    const contacts = { dayToDay: { ...KIM, email: 'kim' } };
    expect(missing({ ...WHOLE, contacts, seats: 900, colour: 'red' })).toEqual([
      {
        pointer: '/contacts/dayToDay/email',
        text: 'Contacts › Day-to-day contact › E-mail: expected an e-mail address.',
      },
      { pointer: '/seats', text: 'Seats: expected a number of at most 500, not 900.' },
      {
        pointer: '/colour',
        text: 'colour: there is no field "colour" here; known are context, contacts, billing, risk, seats, margin.',
      },
    ]);
  });

  it('include, after these, the conditions of the definition of ready that do not hold', () => {
    const text = 'Where the risk is high, the buyer is named.';
    expect(missing({ ...WHOLE, risk: 'high' })).toEqual([{ pointer: '/risk', text }]);
    expect(missing({ ...WHOLE, risk: 'high', contacts: { dayToDay: KIM, buyer: KIM } })).toEqual([]);
    expect(missing({ ...WHOLE, context: '', risk: 'high' }).map((each) => each.text)).toEqual([
      'Why did they buy?',
      text,
    ]);
  });

  it('depend on conditions about numbers of the deal and about all entries of a list', () => {
    const held = (when: unknown, deal = DEAL) =>
      missingOf(readKind({ form: A_FORM, ready: [{ when, text: 'So' }] }), WHOLE, deal).length === 0;
    expect(held({ field: 'deal.amount', op: 'gte', value: 10000 })).toBe(true);
    expect(held({ field: 'deal.amount', op: 'gt', value: 10000 })).toBe(false);
    expect(held({ field: 'deal.term', op: 'exists' })).toBe(false);
    const term = { endsOn: '2027-12-31', noticeDays: 90 };
    expect(held({ field: 'deal.term.noticeDays', op: 'eq', value: 90 }, { ...DEAL, term })).toBe(true);
    expect(held({ field: 'form.billing.lines.kind', op: 'contains', value: 'fixed' })).toBe(true);
    expect(held({ field: 'form.billing.lines.kind', op: 'contains', value: 'usage' })).toBe(false);
    expect(held({ field: 'form.billing.schedule', op: 'missing' })).toBe(true);
    expect(held({ field: 'form.contacts.dayToDay.email', op: 'endsWith', value: '@EXAMPLE.com' })).toBe(true);
  });
});

describe('a billing arrangement', () => {
  const fixed = (amount: string) => ({ kind: 'fixed', amount });

  it(`adds up exactly to the deal's amount`, () => {
    expect(withLines([fixed('3333.3333'), fixed('3333.3333'), fixed('3333.3334')])).toEqual([]);
    expect(withLines([fixed('12000'), fixed('-2000.00')])).toEqual([]);
    expect(withLines([fixed('9999.99')])).toEqual([
      {
        pointer: '/billing/lines',
        text: 'The fixed lines add up to EUR 9,999.99, but the deal is worth EUR 10,000.00 net of tax: EUR 0.01 is missing.',
      },
    ]);
    expect(withLines([fixed('10000.0001')])[0]!.text).toMatch(/: EUR 0\.0001 is too much\.$/);
    expect(missing(WHOLE, { ...DEAL, amount: null })).toEqual([
      { pointer: '/billing/lines', text: 'The fixed lines add up to EUR 10,000.00, but the deal has no amount yet.' },
    ]);
  });

  it('requires rate, cap and period of lines that are not fixed, which need not add up', () => {
    expect(withLines([{ kind: 'timeAndMaterial', rate: '120 an hour' }])).toEqual([
      { pointer: '/billing/lines/0/cap', text: 'Billing › Lines 1 › Cap is missing.' },
      { pointer: '/billing/lines/0/period', text: 'Billing › Lines 1 › Period is missing.' },
      // Without a fixed line, the dates of invoices are required.
      { pointer: '/billing/schedule', text: 'Billing › Schedule is missing.' },
    ]);
    const retainer = { kind: 'retainer', rate: '4000.00', cap: '40 hours', period: 'a month' };
    expect(withLines([retainer], { schedule: [{ on: '2027-01-31' }] })).toEqual([]);
    expect(withLines([fixed('10000'), retainer])).toEqual([]);
    expect(withLines([{ kind: 'fixed' }])).toEqual([
      { pointer: '/billing/lines/0/amount', text: 'Billing › Lines 1 › Amount is missing.' },
    ]);
  });

  it('has a schedule that adds up to the fixed lines', () => {
    const schedule = (...amounts: string[]) => ({ schedule: amounts.map((amount) => ({ amount })) });
    expect(withLines([fixed('10000')], schedule('5000', '2500.50', '2499.5'))).toEqual([]);
    expect(withLines([fixed('10000')], schedule('5000', '2500'))).toEqual([
      {
        pointer: '/billing/schedule',
        text: 'The payments of the schedule add up to EUR 7,500.00, but the fixed lines to EUR 10,000.00: EUR 2,500.00 is missing.',
      },
    ]);
  });
});
