import { describe, expect, it } from '@jest/globals';
import { PersonInText } from '../../src/contact/person-in-text.js';
import { readForm } from '../../src/forms/form.js';
import { namesBeside, withoutPerson } from '../../src/handoffs/erasing/without-person.js';

const text = { type: 'string' };
const person = { type: 'object', properties: { name: text, email: text, phone: text, note: text } };
const SCHEMA = {
  type: 'object',
  properties: {
    contacts: {
      type: 'object',
      properties: { buyer: { ...person, personal: true }, billing: { ...person, personal: true } },
    },
    others: { type: 'array', items: { ...person, personal: true } },
    unmarked: {
      type: 'object',
      properties: {
        name: text,
        email: text,
        invoiced: { type: 'string', enum: ['monthly'] },
        seats: { type: 'integer' },
      },
    },
    mixed: { type: 'object', properties: { email: { ...text, personal: true }, scope: text } },
    acceptedBy: { ...text, personal: true },
    message: { ...text, prefill: 'lead.message' },
    owner: { type: 'object', properties: { name: { ...text, prefill: 'lead.contact.name', personal: true } } },
    scope: text,
    office: text,
  },
};
const KIM = { name: 'Kim Berg', email: 'Kim@Acme.example', phone: '030 90182-77', note: 'Call after nine' };
const JO = { name: 'Jo Lund', email: 'jo@acme.example' };

function without(
  form: object,
  isTheirDeal = false,
  known: Partial<ConstructorParameters<typeof PersonInText>[0]> = {},
) {
  const field = readForm(SCHEMA);
  const first = new PersonInText({ emailKeys: ['kim@acme.example'], phoneKeys: ['+49309018277'], names: [], ...known });
  const names = namesBeside(form, field, { person: first, isTheirDeal });
  return withoutPerson(form, field, { person: first.called(names), isTheirDeal });
}

describe('a person is taken out of a form', () => {
  it('with all fields that are marked as theirs, and nobody else', () => {
    expect(without({ contacts: { buyer: KIM, billing: JO }, scope: 'A shop' })).toEqual({
      contacts: { billing: JO },
      scope: 'A shop',
    });
  });

  it('by their number alone, in any spelling', () => {
    expect(without({ contacts: { buyer: { name: 'Kim Berg', phone: '+49 (30) 9018277' }, billing: JO } })).toEqual({
      contacts: { billing: JO },
    });
  });

  it('out of a list with their entry', () => {
    expect(without({ others: [JO, KIM] })).toEqual({ others: [JO] });
  });

  it('with the texts beside their address where no field is marked', () => {
    const unmarked = { name: 'Kim Berg', email: 'kim@acme.example', invoiced: 'monthly', seats: 3 };
    expect(without({ unmarked })).toEqual({ unmarked: { invoiced: 'monthly', seats: 3 } });
  });

  it('with the marked fields of an object alone where some are', () => {
    expect(without({ mixed: { email: 'kim@acme.example', scope: 'A shop' } })).toEqual({ mixed: { scope: 'A shop' } });
  });

  it('where texts mention them, which stay otherwise', () => {
    const scope = 'Kim Berg (kim@acme.example, 030/9018277) gets a shop, says Kim. Kimono prices stay.';
    expect(without({ contacts: { buyer: KIM }, scope, acceptedBy: 'Kim Berg' })).toEqual({
      contacts: {},
      scope: '… (…, …) gets a shop, says …. Kimono prices stay.',
    });
  });

  it('but leaves common words that are also names', () => {
    const form = { contacts: { buyer: { ...KIM, name: 'Mark Price' } }, scope: 'The price of a mark is fixed' };
    expect(without(form)).toEqual({ contacts: {}, scope: form.scope });
  });

  it('with an address that is a field of the form itself, whose other texts stay', () => {
    expect(without({ office: 'kim@acme.example', scope: 'A shop' })).toEqual({ scope: 'A shop' });
  });

  it('with what came from their lead, unless somebody else has taken their place', () => {
    const form = { message: 'Call me', owner: { name: 'Kim' }, scope: 'A shop' };
    expect(without(form, true)).toEqual({ scope: 'A shop' });
    expect(without(form)).toEqual(form);
    const other = { owner: { name: 'Jo', email: 'jo@acme.example' } };
    expect(without(other, true)).toEqual(other);
  });

  it('by a name that the lead had, in marked fields', () => {
    expect(without({ acceptedBy: 'kim berg', scope: 'x' }, false, { names: ['Kim Berg'] })).toEqual({ scope: 'x' });
  });
});
