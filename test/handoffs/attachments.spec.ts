import { describe, expect, it } from '@jest/globals';
import { type FormField, readForm } from '../../src/forms/form.js';
import { faultsOfValues } from '../../src/forms/form-validator.js';
import { BUSINESSES, READY_MADE } from '../../src/handoffs/kinds/ready-made.js';
import { readNodesOf } from '../../src/handoffs/page/reading.js';
import type { JsonRecord } from '../../src/platform/sql/sql.js';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const SOUND = { name: 'Contract', url: 'https://files.example.com/contract.pdf', sha256: HASH };

// The lighter set for software asks for no attachments.
const kinds = BUSINESSES.filter((business) => business !== 'software')
  .flatMap((business) => READY_MADE[business])
  .filter(({ start }) => start.on !== 'renewal.due');
const attachmentsOf = (schema: JsonRecord): FormField =>
  readForm(schema).fields.find(({ name }) => name === 'attachments')!;
const form = readForm(kinds[0]!.form);
const faultsOf = (more: object, strictness: 'whole' | 'draft' = 'draft') =>
  faultsOfValues(attachmentsOf(kinds[0]!.form), [{ ...SOUND, ...more }], strictness).map(({ pointer, message }) => [
    pointer,
    message,
  ]);

describe('an attachment', () => {
  it.each(kinds.map(({ name, form: schema }) => [name, schema] as const))(
    'can be added in the ready-made kinds for sale and delivery: %s',
    (_, schema) => {
      expect(faultsOfValues(attachmentsOf(schema), [SOUND, { ...SOUND, size: 0 }], 'whole')).toEqual([]);
    },
  );

  it('has an address with https and no other', () => {
    for (const url of ['http://files.example.com/a', 'ftp://files.example.com/a', 'file:///etc/passwd', 'contract.pdf'])
      expect(faultsOf({ url }).map(([pointer]) => pointer)).toContain('/0/url');
    for (const url of ['javascript:alert(1)', 'https://', 'https://files.example.com/a b'])
      expect(faultsOf({ url }).map(([pointer]) => pointer)).toContain('/0/url');
    expect(faultsOf({ url: 'http://files.example.com/a' })).toEqual([
      ['/0/url', 'Expected text such as "https://files.example.com/contract.pdf".'],
    ]);
  });

  it('has a hash of 64 hexadecimal digits', () => {
    const expected = [['/0/sha256', 'Expected the SHA-256 of a file, in 64 hexadecimal digits.']];
    for (const sha256 of [HASH.slice(1), `${HASH}0`, `g${HASH.slice(1)}`, ` ${HASH.slice(1)}`, `${HASH}\n`, ''])
      expect([sha256, faultsOf({ sha256 })]).toEqual([sha256, expected]);
    expect(faultsOf({ sha256: HASH.toUpperCase() })).toEqual([]);
  });

  it('may have a size, in whole bytes', () => {
    expect(faultsOf({ size: -1 })[0]![0]).toBe('/0/size');
    expect(faultsOf({ size: 1.5 })[0]![0]).toBe('/0/size');
    expect(faultsOf({ owner: 'x' })[0]![0]).toBe('/0/owner');
    expect(faultsOf({ sha256: undefined }, 'whole')[0]![0]).toBe('/0/sha256');
  });

  it('is a link on a page only if its address is valid', () => {
    const hrefsOf = (url: unknown) => {
      const [list] = readNodesOf(form, { attachments: [{ ...SOUND, url }] }, 'UTC');
      return list!.nodes[0]!.nodes.map(({ href }) => href);
    };
    expect(hrefsOf(SOUND.url)).toEqual([null, SOUND.url, null]);
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 12]) expect(hrefsOf(url)).toEqual([null, null, null]);
  });
});
