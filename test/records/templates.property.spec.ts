import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readForm } from '../../src/forms/form.js';
import { readBody } from '../../src/records/templates/body-template.js';
import { renderBody } from '../../src/records/templates/rendering.js';
import { readRequest, renderRequest } from '../../src/records/templates/request-template.js';
import { shapeOfFacts, shapeOfForm } from '../../src/records/templates/shape.js';
import { faultsOfBody } from '../../src/records/templates/template-check.js';
import { runs } from '../support/runs.js';

const form = readForm({
  type: 'object',
  required: ['sure', 'list'],
  properties: {
    sure: { type: 'string' },
    maybe: { type: 'string' },
    count: { type: 'number' },
    list: {
      type: 'array',
      items: { type: 'object', required: ['what'], properties: { what: { type: 'string' }, note: { type: 'string' } } },
    },
    group: { type: 'object', required: ['inner'], properties: { inner: { type: 'string' } } },
  },
});
const SHAPE = shapeOfFacts({ form: shapeOfForm(form), hasDeal: true, hasRecord: false });

const nasty = fc.constantFrom(
  '{{ deal.name }}',
  '"}',
  '</script>',
  '\r\nX-Evil: 1',
  '../..',
  '%2e%2e',
  '{% raw %}',
  '\\u0022',
  '__proto__',
  '$each',
);
const anyText = fc
  .oneof(nasty, fc.string({ unit: 'grapheme', minLength: 1 }))
  .filter((text) => text.trim() !== '' && text.isWellFormed());

const values = fc.record(
  {
    sure: anyText,
    maybe: anyText,
    count: fc.double({ noNaN: true, noDefaultInfinity: true }),
    list: fc.array(fc.record({ what: anyText, note: anyText }, { requiredKeys: ['what'] }), { maxLength: 4 }),
    group: fc.record({ inner: anyText }),
  },
  { requiredKeys: ['sure', 'list'] },
);

const leaf = fc.constantFrom(
  ...[
    '{{ form.sure }}',
    'x {{ form.sure }} y',
    '{{ form.maybe }}',
    '{{ form.maybe | default: "-" }}',
    '{{ form.count }}',
  ],
  ...[
    '{{ form.group.inner }}',
    '{{ form.group }}',
    '{{ form.list }}',
    '{{ form.list | map: "what" }}',
    '{{ form.list | map: "note" | join: ";" }}',
  ],
  ...[
    '{{ form.nowhere }}',
    '{{ deal.name }}',
    '{{ account.name }}',
    '{{ row.what }}',
    '{{ row.note }}',
    '{{ form.maybe | required }}',
    'plain',
  ],
);
const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('body'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('body')),
    fc.record({
      $when: fc.constantFrom('form.maybe', 'form.group', 'form.group.inner', 'row.note', 'form.count'),
      $do: tie('body'),
    }),
    fc.tuple(tie('body')).map(([$do]) => [{ $each: 'form.list', $as: 'row', $do }]),
  ),
}));

const factsOf = (filled: unknown) => ({
  deal: { id: 'd', name: 'Deal', refs: {} },
  form: filled,
  record: { key: 'k' },
});

describe('a body that passes validation', () => {
  it('stays open with no complete form, except where it says that it waits for a value', () => {
    let taken = 0;
    fc.assert(
      fc.property(body, values, (written, filled) => {
        const read = readBody({ root: [written] });
        if ('faults' in read || faultsOfBody(read.body, SHAPE).length > 0) return;
        taken++;
        const { gaps } = renderBody(read.body, factsOf(filled));
        expect(gaps.filter(({ name }) => name !== 'form.maybe')).toEqual([]);
      }),
      { numRuns: runs(400, 2_000) },
    );
    expect(taken).toBeGreaterThan(runs(40, 200));
  });

  it('contains each value of a form exactly as it is', () => {
    fc.assert(
      fc.property(values, (filled) => {
        const read = readBody({
          whole: '{{ form.sure }}',
          text: '<{{ form.sure }}>',
          rows: [{ $each: 'form.list', $as: 'row', $do: { what: '{{ row.what }}' } }],
          list: '{{ form.list }}',
        });
        if ('faults' in read) throw new Error('It is a template');
        const { value } = renderBody(read.body, factsOf(filled));
        const arrived = JSON.parse(JSON.stringify(value));
        expect(arrived).toEqual({
          whole: filled.sure,
          text: `<${filled.sure}>`,
          rows: filled.list.map(({ what }) => ({ what })),
          list: filled.list,
        });
      }),
    );
  });

  it('has an address that stays where its configuration says, with the value unchanged', () => {
    const read = readRequest({ url: 'https://api.example/v1/{{ form.sure }}/x?q={{ form.sure }}' });
    if ('faults' in read) throw new Error('It is a template');
    fc.assert(
      fc.property(anyText, (sure) => {
        const outcome = renderRequest(read.request, factsOf({ sure }));
        if ('gaps' in outcome) return;
        const url = new URL(outcome.request.url);
        expect(url.origin).toBe('https://api.example');
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', sure, 'x']);
        expect(decodeURIComponent(url.search.slice(3))).toBe(sure);
      }),
    );
  });
});
