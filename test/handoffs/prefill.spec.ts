import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../src/forms/form.js';
import { checkForm } from '../../src/forms/form-check.js';
import {
  copiedIn,
  type EarlierForm,
  type PrefillFacts,
  prefilled,
  withoutSaved,
} from '../../src/handoffs/form/prefill.js';

const text = (more: object = {}) => ({ type: 'string', ...more });
const formOf = (properties: object) => ({ type: 'object', properties });
const fill = (properties: object, facts: Partial<PrefillFacts>) =>
  prefilled(readForm(formOf(properties)), { leadId: null, texts: {}, notes: [], win: null, earlier: [], ...facts });
const earlier = (properties: object, values: object, more: Partial<EarlierForm> = {}): EarlierForm => ({
  handoffId: 'h1',
  form: readForm(formOf(properties)),
  values: { ...values },
  leadId: 'l1',
  copied: {},
  ...more,
});
const EMAIL = 'lead.contact.email';

describe('a form', () => {
  it('is filled in from the first source with a value that fits', () => {
    const { values, prefills } = fill(
      {
        name: text({ prefill: ['lead.contact.name', 'lead.company.name'] }),
        email: text({ format: 'email', prefill: EMAIL }),
        source: { enum: ['web', 'fair'], prefill: 'lead.source' },
        short: text({ maxLength: 3, prefill: ['lead.message', 'lead.campaign'] }),
        other: text(),
      },
      {
        texts: {
          'lead.company.name': 'Acme',
          'lead.contact.email': 'no address',
          'lead.source': 'fair',
          'lead.message': 'Hello there',
          'lead.campaign': 'may',
        },
      },
    );
    expect(values).toEqual({ name: 'Acme', source: 'fair', short: 'may' });
    expect(prefills).toEqual({
      '/name': { from: 'lead.company.name', handoffId: null },
      '/source': { from: 'lead.source', handoffId: null },
      '/short': { from: 'lead.campaign', handoffId: null },
    });
  });

  it('takes whole notes, from the newest on, as many as fit', () => {
    const notes = ['newest', 'a much longer note', 'old'];
    expect(fill({ notes: text({ prefill: 'touches.notes' }) }, { notes }).values.notes).toBe(notes.join('\n'));
    expect(fill({ notes: text({ maxLength: 11, prefill: 'touches.notes' }) }, { notes }).values.notes).toBe(
      'newest\nold',
    );
    expect(fill({ notes: text({ prefill: 'touches.notes' }) }, {}).values).toEqual({});
  });

  it('takes values from the newest earlier handoff that has the field, if they fit', () => {
    const contact = { type: 'object', properties: { name: text(), email: text({ format: 'email' }) } };
    const asked = { ...contact, prefill: 'earlier' };
    const older = earlier({ contact }, { contact: { name: 'Old' } }, { handoffId: 'h0' });
    const newer = earlier({ contact }, { contact: { name: 'Kim', email: 'kim@acme.example' } });
    const other = earlier({ other: text() }, { other: 'x' }, { handoffId: 'h2' });
    const { values, prefills, copied } = fill({ contact: asked }, { earlier: [other, newer, older] });
    expect(values).toEqual({ contact: { name: 'Kim', email: 'kim@acme.example' } });
    expect(prefills['/contact/email']).toEqual({ from: 'earlier', handoffId: 'h1' });
    expect(copied).toEqual({ l1: ['/contact/name', '/contact/email'] });
    // The newest form with the field decides, even if it is empty there.
    const blank = earlier({ contact }, {}, { handoffId: 'h3' });
    expect(fill({ contact: asked }, { earlier: [blank, newer] }).values).toEqual({});
    const strict = { ...asked, properties: { name: text({ maxLength: 2 }), email: text() } };
    expect(fill({ contact: strict }, { earlier: [newer] }).values).toEqual({});
  });

  it('takes a group as a whole if it asks for that, or its parts if there is none', () => {
    const contact = {
      type: 'object',
      prefill: 'earlier',
      properties: { name: text(), email: text({ prefill: EMAIL }) },
    };
    const known = earlier({ contact }, { contact: { name: 'Kim' } });
    const { values, prefills } = fill(
      { contact },
      { earlier: [known], texts: { 'lead.contact.email': 'l@acme.example' } },
    );
    expect(values).toEqual({ contact: { name: 'Kim' } });
    expect(Object.keys(prefills)).toEqual(['/contact/name']);
    expect(fill({ contact }, { texts: { 'lead.contact.email': 'l@acme.example' } }).values).toEqual({
      contact: { email: 'l@acme.example' },
    });
  });

  it('never takes anything from earlier handoffs that is sensitive in either form', () => {
    const secret = text({ sensitive: true });
    const group = (margin: object) => ({ type: 'object', properties: { margin, name: text() } });
    const values = { margin: '40 %', group: { margin: '40 %', name: 'Kim' } };
    const there = earlier({ margin: secret, group: group(secret) }, values);
    const here = earlier({ margin: text(), group: group(text()) }, values);
    const open = { margin: text({ prefill: 'earlier' }), group: { ...group(text()), prefill: 'earlier' } };
    expect(fill(open, { earlier: [there] }).values).toEqual({ group: { name: 'Kim' } });
    const hiding = {
      margin: { ...secret, prefill: 'earlier' },
      group: { ...group(secret), prefill: 'earlier' },
    };
    expect(fill(hiding, { earlier: [here] }).values).toEqual({ group: { name: 'Kim' } });
    // The parties may know the data of the lead itself.
    expect(fill({ mail: { ...secret, prefill: EMAIL } }, { texts: { [EMAIL]: 'l@acme.example' } }).values).toEqual({
      mail: 'l@acme.example',
    });
  });

  it('tracks whose data a copy of a copy is, except for its own lead', () => {
    const asked = { name: text({ prefill: 'earlier' }), tax: text({ prefill: 'earlier' }) };
    const copy = earlier(asked, { name: 'Kim', tax: '1' }, { leadId: 'l2', copied: { l0: ['/name'] } });
    expect(fill(asked, { earlier: [copy], leadId: 'l2' }).copied).toEqual({ l0: ['/name'] });
    expect(fill(asked, { earlier: [copy] }).copied).toEqual({ l0: ['/name'], l2: ['/name', '/tax'] });
  });
});

describe('a value that a person has saved', () => {
  it('no longer counts as filled in, with all values inside and around it', () => {
    const filled = { '/a/b': 1, '/a/c': 2, '/ab': 3 };
    expect(withoutSaved(filled, ['/a/b'])).toEqual({ '/a/c': 2, '/ab': 3 });
    expect(withoutSaved(filled, ['/a'])).toEqual({ '/ab': 3 });
    expect(withoutSaved(filled, ['/a/b/d'])).toEqual({ '/a/c': 2, '/ab': 3 });
  });

  it('still counts as copied while a word of it is left, even in a list or a longer text', () => {
    const copied = { l1: ['/names', '/note', '/tax'], l2: ['/x~1y'] };
    const before = { names: [{ name: 'Kim' }, { name: 'Bo' }], note: 'Call Kim', tax: 'ATU1', 'x/y': 'Kim' };
    const longer = { ...before, names: [...before.names, { name: 'Eve' }], note: 'Call Kim, or Eve', tax: 'ATU2' };
    expect(copiedIn(copied, before, longer)).toEqual({ l1: ['/names', '/note'], l2: ['/x~1y'] });
    expect(copiedIn(copied, before, { names: [{ name: 'Eve' }], note: 'Nobody' })).toEqual({});
  });
});

describe('the check of a form', () => {
  const faultsOf = (properties: object, more: object = {}) =>
    checkForm({ ...formOf(properties), ...more }).map(({ pointer, code }) => [pointer, code]);

  it('refuses unknown and repeated sources, and fields that cannot be filled in', () => {
    expect(faultsOf({ a: text({ prefill: 'lead.phone' }), b: text({ prefill: [] }) })).toEqual([
      ['/properties/a/prefill', 'value'],
      ['/properties/b/prefill', 'value'],
    ]);
    expect(faultsOf({ a: text({ prefill: ['earlier', 'earlier'] }) })).toEqual([['/properties/a/prefill', 'value']]);
    expect(faultsOf({ a: text() }, { prefill: 'earlier' })).toEqual([['/prefill', 'contradiction']]);
    expect(faultsOf({ a: { type: 'array', items: text({ prefill: 'earlier' }) } })).toEqual([
      ['/properties/a/items/prefill', 'contradiction'],
    ]);
    expect(faultsOf({ a: { type: 'array', items: text(), prefill: 'earlier' } })).toEqual([]);
    const definitions = { $defs: { name: text() } };
    expect(faultsOf({ a: { $ref: '#/$defs/name', prefill: ['lead.contact.name', 'earlier'] } }, definitions)).toEqual(
      [],
    );
  });
});
