import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readForm } from '../../../src/forms/form.js';
import { faultsOfValues } from '../../../src/forms/form-validator.js';
import { missingOf } from '../../../src/handoffs/form/missing.js';
import { readKind } from '../../../src/handoffs/kinds/handoff-kind.js';
import { filledWith, isSame } from '../../../src/handoffs/page/filled.js';
import { formPageOf, opened, type PageNode } from '../../../src/handoffs/page/form-page.js';
import type { JsonRecord } from '../../../src/platform/sql/sql.js';
import { attributesOf } from '../../support/html-page.js';
import { runs } from '../../support/runs.js';
import { aForm, valuesOf } from '../form.arbitrary.js';
import { FillingIn, ZONE } from './filling-in.js';

const RUNS = { numRuns: runs(20, 40) };
const NO_DEAL = { amount: null, currency: null, product: null, term: null };
const aFilledForm = aForm.chain((form) => valuesOf(form).map((values) => ({ form, values: values as JsonRecord })));

const namesOf = (node: PageNode): string[] =>
  node.kind === 'input'
    ? [node.name]
    : [node.name, ...(node.kind === 'group' ? node.nodes : node.entries.map((each) => each.node)).flatMap(namesOf)];

describe('a page of a form', () => {
  it('that is sent back unchanged changes nothing, whatever the form contains', () => {
    fc.assert(
      fc.property(aFilledForm, ({ form, values }) => {
        const { values: kept, faults, unknown } = new FillingIn(form, values).save();
        expect({ kept, faults, unknown }).toEqual({ kept: values, faults: [], unknown: [] });
      }),
      RUNS,
    );
  });

  it('that is filled in from scratch saves what was typed', () => {
    fc.assert(
      fc.property(aFilledForm, ({ form, values }) => {
        // As a person types who sees an empty page and adds the entries needed.
        const typed = filledWith(readForm(form), values, ZONE);
        const page = new FillingIn(form, {}, typed);
        const { values: kept, faults } = page.save();
        expect(faults).toEqual([]);
        expect(plain(kept)).toEqual(plain(values));
      }),
      RUNS,
    );
  });

  it('has a place for everything that is missing or wrong, and links to it', () => {
    fc.assert(
      fc.property(
        aForm,
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
        aFilledForm,
        (form, junk, other) => {
          const field = readForm(form);
          for (const values of [{}, other.values, { ...other.values, ...junk }]) {
            const missing = missingOf(readKind({ form, ready: [] }), values, NO_DEAL);
            const faults = faultsOfValues(field, values, 'draft');
            const filled = opened(field, filledWith(field, values, ZONE));
            const page = formPageOf(field, filled, { missing, faults });
            const names = new Set(['', ...page.nodes.flatMap(namesOf)]);
            expect([...page.missing, ...page.errors].filter(({ name }) => !names.has(name))).toEqual([]);
            expect([page.missing.length, page.errors.length]).toEqual([missing.length, faults.length]);
            const html = new FillingIn(form, values as JsonRecord).html({ missing, faults });
            const ids = [...html.matchAll(/<[^>]* id="[^>]*>/g)].map(([tag]) => attributesOf(tag!).id!);
            expect(new Set(ids).size).toBe(ids.length);
            for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
            for (const [, said] of html.matchAll(/aria-describedby="([^"]*)"/g))
              expect(said!.split(' ').filter((id) => !ids.includes(id))).toEqual([]);
          }
        },
      ),
      RUNS,
    );
  });

  it('keeps what was typed when it is shown again, right or wrong', () => {
    fc.assert(
      fc.property(aFilledForm, fc.string({ unit: 'grapheme' }), fc.nat(), ({ form, values }, text, pick) => {
        const first = new FillingIn(form, values);
        const names = typedInto(first.html());
        if (names.length === 0) return;
        const { filled } = first.post({ [names[pick % names.length]!]: text.trim() });
        const again = new FillingIn(form, values, filled);
        // A browser normalizes line ends, and shows a single line if the input has only one.
        expect(isSame(again.post().filled, filled)).toBe(true);
      }),
      RUNS,
    );
  });

  it('escapes everything that was typed', () => {
    const evil = fc.constantFrom('"><script>alert(1)</script>', '</textarea><b>', "' onfocus='x", '{{ 1 | plus: 1 }}');
    fc.assert(
      fc.property(fc.array(fc.oneof(evil, fc.string()), { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
        const form = {
          type: 'object',
          title: a,
          properties: {
            one: { type: 'string', title: a, description: b, maxLength: 9 },
            two: { type: 'string', title: c, description: a },
            three: { enum: [b === '' ? 'x' : b], title: b },
            four: {
              type: 'array',
              title: c,
              items: { type: 'object', title: a, properties: { x: { type: 'string' } } },
            },
          },
        };
        const values = { one: a, two: c, three: b, four: [{ x: b }] };
        const said = [{ pointer: '/one', text: c!, message: b!, code: 'x' }];
        const html = new FillingIn(form, values as JsonRecord).html({ missing: said, faults: said, meanwhile: said });
        expect(html).not.toMatch(/<script|<b>/);
        const attributes = [...html.matchAll(/<\w[^>]*>/g)].flatMap(([tag]) => Object.keys(attributesOf(tag!)));
        expect(attributes).not.toContain('onfocus');
        expect(html.match(/<textarea/g)!.length).toBe(html.match(/<\/textarea>/g)!.length);
      }),
    );
  });
});

/** The names of inputs that accept any text. */
function typedInto(html: string): string[] {
  return [...html.matchAll(/<(?:input|textarea)[^>]*>/g)]
    .map(([tag]) => attributesOf(tag))
    .filter(({ type }) => !['hidden', 'radio', 'checkbox'].includes(type!))
    .map(({ name }) => name!);
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Removes empty groups, since a group that was not filled in is not saved. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.map(plain).filter((each) => !isBare(each));
    return entries.length === 0 && value.length > 0 ? {} : entries;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value as object).map(([name, each]) => [name, plain(each)] as const);
  return Object.fromEntries(entries.filter(([, each]) => !isBare(each)));
}

const isBare = (value: unknown) => isObject(value) && Object.keys(value as object).length === 0;
