import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween } from '../../src/documents/change.js';
import { amountOf, sumOf, unitsOf } from '../../src/forms/billing.js';
import { type FormField, readForm } from '../../src/forms/form.js';
import { checkForm } from '../../src/forms/form-check.js';
import { faultsOfValues } from '../../src/forms/form-validator.js';
import { faultsOfPatch, patched } from '../../src/forms/merge-patch.js';
import { viewOf, withoutSensitive } from '../../src/forms/view.js';
import { missingOf } from '../../src/handoffs/form/missing.js';
import { readKind } from '../../src/handoffs/kinds/handoff-kind.js';
import type { JsonRecord } from '../../src/platform/sql/sql.js';
import { runs } from '../support/runs.js';
import { aForm, valuesOf } from './form.arbitrary.js';

const RUNS = { numRuns: runs(20, 60) };
const NO_DEAL = { amount: null, currency: null, product: null, term: null };
const aFilledForm = aForm.chain((form) => valuesOf(form).map((values) => ({ form, values: values as JsonRecord })));
const missing = (form: JsonRecord, values: unknown) => missingOf(readKind({ form, ready: [] }), values, NO_DEAL);

/** Returns the places of the fields that have values, without those in lists. */
function places(field: FormField, values: unknown, at = ''): { at: string; field: FormField }[] {
  return field.fields
    .filter(({ name }) => Object.hasOwn(values as object, name))
    .flatMap((inner) => {
      const place = `${at}/${inner.name}`;
      const value = (values as JsonRecord)[inner.name];
      return [{ at: place, field: inner }, ...places(inner, inner.type === 'object' ? value : {}, place)];
    });
}

function without(values: unknown, [name, ...rest]: readonly string[]): JsonRecord {
  const { [name!]: inner, ...others } = values as JsonRecord;
  return rest.length === 0 ? others : { ...(values as JsonRecord), [name!]: without(inner, rest) };
}

const namesIn = (pointer: string) => pointer.split('/').slice(1);

describe('a form', () => {
  it('is valid with any schema of the dialect, and nothing is missing in complete values', () => {
    fc.assert(
      fc.property(aFilledForm, ({ form, values }) => {
        expect(checkForm(form)).toEqual([]);
        expect(missing(form, values)).toEqual([]);
        expect(faultsOfValues(readForm(form), values, 'draft')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('names exactly the required fields that are missing', () => {
    fc.assert(
      fc.property(aFilledForm, fc.nat(), ({ form, values }, pick) => {
        const required = places(readForm(form), values).filter(({ field }) => field.isRequired);
        if (required.length === 0) return;
        const { at, field } = required[pick % required.length]!;
        const found = missing(form, without(values, namesIn(at))).map(({ pointer }) => pointer);
        const isGroup = field.type === 'object' && field.fields.some(({ isRequired }) => isRequired);
        if (isGroup) expect(found.every((pointer) => pointer.startsWith(`${at}/`)) && found.length > 0).toBe(true);
        else expect(found).toEqual([at]);
      }),
      RUNS,
    );
  });

  it('accepts partial values, and refuses a value of another type at its place', () => {
    fc.assert(
      fc.property(aFilledForm, fc.nat(), ({ form, values }, pick) => {
        const all = places(readForm(form), values);
        if (all.length === 0) return;
        const { at, field } = all[pick % all.length]!;
        expect(faultsOfPatch(readForm(form), {}, without(values, namesIn(at)))).toEqual([]);
        const wrong = field.type === 'boolean' ? 'no' : true;
        const patch = namesIn(at).reduceRight<unknown>((inner, name) => ({ [name]: inner }), wrong) as JsonRecord;
        const found = faultsOfPatch(readForm(form), values, patch).map(({ pointer }) => pointer);
        expect(found).toEqual([at]);
      }),
      RUNS,
    );
  });

  it('differs after a patch exactly where the patch says', () => {
    fc.assert(
      fc.property(
        aForm.chain((form) => fc.tuple(valuesOf(form), valuesOf(form))),
        ([before, after]) => {
          const [from, to] = [before as JsonRecord, after as JsonRecord];
          // The patch from one to the other is exactly their differences.
          const differences = changesBetween(from, to);
          const patch = differences.reduce<JsonRecord>((sum, { pointer, to: value = null }) => {
            const one = namesIn(pointer).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
            return merged(sum, one as JsonRecord);
          }, {});
          expect(patched(from, patch)).toEqual(to);
          expect(changesBetween(from, patched(from, patch)).map(({ pointer }) => pointer)).toEqual(
            differences.map(({ pointer }) => pointer),
          );
          expect(patched(from, {})).toEqual(from);
        },
      ),
      RUNS,
    );
  });

  it('shows a receiver their sections and nothing else', () => {
    fc.assert(
      fc.property(aFilledForm, fc.array(fc.boolean()), ({ form, values }, chosen) => {
        const names = Object.keys(form.properties as object);
        const sections = names.filter((_, index) => chosen[index]);
        const seen = viewOf(readForm(form), values, sections);
        expect(Object.keys(seen).every((name) => sections.includes(name))).toBe(true);
        expect(seen).toEqual(
          Object.fromEntries(sections.filter((name) => name in values).map((name) => [name, values[name]])),
        );
        expect(viewOf(readForm(form), values, undefined)).toEqual(values);
      }),
      RUNS,
    );
  });

  it('hides what is sensitive from others, at any depth, and shows all the rest', () => {
    fc.assert(
      fc.property(aFilledForm, ({ form, values }) => {
        const field = readForm(form);
        expect(withoutSensitive(field, values)).toEqual(plainly(form, values));
      }),
      RUNS,
    );
  });
});

describe('amounts', () => {
  const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

  it('add up exactly, to the ten-thousandth', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), (units) => {
        expect(sumOf(units.map(amountOf))).toBe(units.reduce((sum, each) => sum + each, 0n));
      }),
    );
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(amountOf(sumOf(['0.1', '0.2'])!)).toBe('0.30');
  });

  it('are read as they are written, and nothing else is an amount', () => {
    fc.assert(fc.property(amount, (units) => expect(unitsOf(amountOf(units))).toBe(units)));
    for (const none of ['', '1,5', '1e3', '1.23456', '0x10', ' 1', 1, null]) expect(unitsOf(none)).toBeNull();
  });
});

function merged(one: JsonRecord, other: JsonRecord): JsonRecord {
  const result: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const both = isObject(result[name]) && isObject(value);
    result[name] = both ? merged(result[name] as JsonRecord, value as JsonRecord) : value;
  }
  return result;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Computes the same from the schema as written. */
function plainly(schema: JsonRecord, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => plainly(schema.items as JsonRecord, each));
  if (!isObject(value)) return value;
  const properties = schema.properties as Record<string, JsonRecord>;
  const isHidden = (each: JsonRecord | undefined): boolean =>
    each !== undefined && (each.sensitive === true || isHidden(each.items as JsonRecord | undefined));
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([name]) => !isHidden(properties[name]))
      .map(([name, each]) => [name, plainly(properties[name]!, each)]),
  );
}
