import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../src/forms/form.js';
import { textForClient } from '../../src/handoffs/form/client-text.js';
import { READY_MADE } from '../../src/handoffs/kinds/ready-made.js';
import { A_FORM } from '../support/handoffs.js';

const RECEIVERS = [
  { name: 'Operations', owner: 'Olga' },
  { name: 'Finance', owner: 'Fay' },
];
const text = (schema: object, values: object, more: object = {}) =>
  textForClient({
    form: readForm({ ...schema }),
    values: { ...values },
    about: 'Website',
    isWon: true,
    giver: 'Ann',
    receivers: RECEIVERS,
    ...more,
  });

describe('a text for the client', () => {
  it(`names the client's contacts here, the kickoff, and the recipient of the invoices`, () => {
    const { form } = READY_MADE.agency.find(({ start }) => start.on === 'deal.won')!;
    const values = {
      contacts: { buyer: { name: 'Bo' }, dayToDay: { name: 'Kim Nut' }, billing: { name: 'Kai' } },
      kickoff: { on: '2026-04-01', waitsFor: 'Access to the shop, which Bo forgot twice' },
      margin: '40 %',
    };
    expect(text(form, values)).toBe(`Hello Kim Nut,

thank you for choosing us for Website. This is what happens next:

- Olga (Operations) looks after you from here, and will be in touch.
- Fay (Finance) knows what was agreed as well.
- The kickoff is on 1 April 2026.
- Invoices go to Kai. Please tell us if that should be somebody else.

If anything is unclear, just answer this message.

Ann`);
  });

  it('does not thank a client who has not bought anything', () => {
    expect(text(A_FORM, {}, { isWon: false, about: 'A complaint', receivers: RECEIVERS.slice(0, 1) })).toContain(
      'this is what happens next with A complaint:\n\n- Olga (Operations) has it from here, and will be in touch.',
    );
  });

  it('leaves out what is missing', () => {
    expect(text(A_FORM, {}, { giver: null, receivers: RECEIVERS.slice(0, 1) })).toBe(`Hello,

thank you for choosing us for Website. This is what happens next:

- Olga (Operations) looks after you from here, and will be in touch.

If anything is unclear, just answer this message.`);
  });

  it('says that a date for the kickoff is open if the form asks for one, and ignores invalid dates', () => {
    const form = { type: 'object', properties: { kickoff: { type: 'string' } } };
    expect(text(form, {})).toContain('- We will find a date for the kickoff with you.');
    expect(text(form, { kickoff: '2026-13-01' })).toContain('- We will find a date for the kickoff with you.');
    expect(text(form, { kickoff: '2026-04-01' })).toContain('- The kickoff is on 1 April 2026.');
  });

  it('contains nothing that is sensitive, and shortens names to one line', () => {
    const form = {
      type: 'object',
      properties: {
        contacts: {
          type: 'object',
          properties: {
            dayToDay: {
              type: 'object',
              properties: { name: { type: 'string', sensitive: true } },
            },
            buyer: { type: 'object', properties: { name: { type: 'string' } } },
          },
        },
        kickoff: { type: 'string', format: 'date', sensitive: true },
      },
    };
    const values = {
      contacts: { dayToDay: { name: 'Whistleblower' }, buyer: { name: ` Bo\n\n${'x'.repeat(500)} ` } },
      kickoff: '2026-04-01',
    };
    const told = text(form, values);
    expect(told).not.toContain('Whistleblower');
    expect(told).not.toContain('April');
    expect(told.split('\n')[0]).toMatch(/^Hello Bo x{190,},$/);
  });
});
