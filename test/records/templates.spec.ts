import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../src/forms/form.js';
import { isSomethingAt, objectionToSearch, readAt } from '../../src/records/answer-reading.js';
import { readBody } from '../../src/records/templates/body-template.js';
import { formFacts, renderBody } from '../../src/records/templates/rendering.js';
import { faultsOfRequest, readRequest, renderRequest } from '../../src/records/templates/request-template.js';
import { shapeOfFacts, shapeOfForm } from '../../src/records/templates/shape.js';
import { faultsOfBody } from '../../src/records/templates/template-check.js';
import { without } from '../../src/records/updates/update-template.js';

const FORM = {
  type: 'object',
  required: ['promised', 'contacts', 'billing'],
  properties: {
    promised: { type: 'string' },
    kickoff: {
      type: 'object',
      required: ['waitsFor'],
      properties: { on: { type: 'string', format: 'date' }, waitsFor: { type: 'string' } },
    },
    contacts: {
      type: 'object',
      required: ['buyer'],
      properties: {
        buyer: {
          type: 'object',
          required: ['email'],
          properties: { email: { type: 'string' }, phone: { type: 'string' } },
        },
      },
    },
    tags: { type: 'array', items: { type: 'string' } },
    billing: {
      type: 'object',
      required: ['lines'],
      properties: {
        lines: {
          type: 'array',
          items: {
            type: 'object',
            required: ['what', 'kind'],
            properties: {
              what: { type: 'string' },
              kind: { enum: ['fixed', 'usage'] },
              amount: { type: 'string', format: 'amount' },
            },
          },
        },
      },
    },
  },
};

const form = readForm(FORM);
const SHAPE = shapeOfFacts({ form: shapeOfForm(form), hasDeal: true, hasRecord: false });
const FACTS = {
  deal: { id: 'd', name: 'Website', amount: '1234.50', refs: { crm: '006/1' } },
  account: { id: 'a', name: 'Acme', refs: {} },
  form: {
    promised: 'A second "logo" {{ deal.name }}\n\\',
    contacts: { buyer: { email: 'b@acme.example' } },
    tags: ['a', 'b'],
    billing: {
      lines: [
        { what: 'Build', kind: 'fixed', amount: '1234.50' },
        { what: 'Calls', kind: 'usage' },
      ],
    },
  },
  handoff: { id: 'h', kind: 'Sales to operations', startedAt: '2026-03-06T16:00:00.000Z' },
  receiver: { name: 'Finance', owner: { name: 'Ann', email: 'ann@x.example' } },
  record: { key: '0199-key' },
};

function faultsIn(body: unknown, shape = SHAPE) {
  const read = readBody(body);
  return 'faults' in read ? read.faults : faultsOfBody(read.body, shape);
}

const faults = (body: unknown, shape = SHAPE) => faultsIn(body, shape).map(({ pointer, code }) => `${pointer} ${code}`);

function rendered(body: unknown, facts: Record<string, unknown> = FACTS) {
  const read = readBody(body);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return renderBody(read.body, facts);
}

const given = (template: string) => (rendered({ at: template }).value as { at: unknown }).at;

describe('a template', () => {
  it('keeps the type of a value that stands alone, and inserts others into the text', () => {
    expect(
      rendered({ a: '{{ form.tags }}', b: '{{ deal.amount | number }}', c: 'Deal {{ deal.name }}', d: 3, e: null })
        .value,
    ).toEqual({ a: ['a', 'b'], b: 1234.5, c: 'Deal Website', d: 3, e: null });
  });

  it('never interprets values: braces, quotes and line breaks of a form stay as they are', () => {
    expect(given('{{ form.promised }}')).toBe(FACTS.form.promised);
    expect(given('Said: {{ form.promised }}.')).toBe(`Said: ${FACTS.form.promised}.`);
  });

  it('repeats for each entry of a list that meets a condition', () => {
    const lines = [
      {
        $each: 'form.billing.lines',
        $as: 'line',
        $when: 'line.kind',
        $is: 'fixed',
        $do: { Description: '{{ line.what }}', Amount: '{{ line.amount | required | number }}' },
      },
    ];
    expect(faults({ lines })).toEqual([]);
    expect(rendered({ lines }).value).toEqual({ lines: [{ Description: 'Build', Amount: 1234.5 }] });
  });

  it('leaves out missing values if it says so', () => {
    const body = {
      due: { $when: 'form.kickoff.on', $do: '{{ form.kickoff.on }}' },
      tags: ['x', { $when: 'form.tags', $do: '{{ form.tags | join: ", " | required }}' }],
    };
    expect(faults(body)).toEqual([]);
    expect(rendered(body).value).toEqual({ tags: ['x', 'a, b'] });
  });

  it.each([
    ['{{ form.kickoff.on | default: "not yet" }}', 'not yet'],
    ['{{ account.domain | default: deal.name }}', 'Website'],
    ['{{ account.domain | default: "" }}', ''],
    ['{{ handoff.startedAt | day }}', '2026-03-06'],
    ['{{ handoff.startedAt | day: 30 }}', '2026-04-05'],
    ['{{ form.billing.lines | map: "what" | join: "\\n- " | default: "none" }}', 'Build\n- Calls'],
    ['{{ form.billing.lines | size }}', 2],
    ['{{ form.tags | first }}', 'a'],
    ['{{ deal.name | upcase | truncate: 4 }}', 'WEB…'],
  ])('%s', (template, value) => expect(given(template)).toBe(value));

  it.each([
    ['a field that the form does not have', '{{ form.promises }}', 'unknownField'],
    ['a field that nothing has', '{{ deal.stage }}', 'unknownField'],
    ['another thing', '{{ process.env }}', 'unknownField'],
    ['what every object has', '{{ deal.constructor }}', 'unknownField'],
    ['what may be missing', '{{ form.contacts.buyer.phone }}', 'open'],
    ['what is in something that may be missing', '{{ form.kickoff.waitsFor }}', 'open'],
    ['what may be missing, instead of what may be missing', '{{ account.domain | default: form.kickoff.on }}', 'open'],
    ['an id before there is one', '{{ record.id }}', 'unknownField'],
    ['a list inside a text', 'Lines: {{ form.billing.lines }}', 'type'],
    ['a field that entries do not have', '{{ form.billing.lines | map: "price" }}', 'filter'],
    ['a filter of something else', '{{ deal.name | join: "," }}', 'filter'],
    ['a filter without what it needs', '{{ deal.name | truncate }}', 'filter'],
    ['a filter that is not there', '{{ deal.name | sha256 }}', 'template'],
    ['a tag', '{% for a in deal %}{% endfor %}', 'template'],
    ['a file', '{% include "/etc/passwd" %}', 'template'],
    ['a comparison', '{{ deal.name == "x" }}', 'template'],
    ['an index', '{{ form.tags[0] }}', 'template'],
    ['braces that do not close', '{{ deal.name', 'template'],
    ['a blank of a ready-made mapping', '‹your project›', 'template'],
  ])('is refused with %s: %s', (_what, template, code) => expect(faults({ a: [template] })).toEqual([`/a/0 ${code}`]));

  it.each([
    ['a list that is none', { a: [{ $each: 'deal.name', $as: 'x', $do: 1 }] }, '/a/0/$each type'],
    ['a repetition outside a list', { a: { $each: 'form.tags', $as: 'x', $do: 1 } }, '/a/$each template'],
    [
      'a name that stands for something else',
      { a: [{ $each: 'form.tags', $as: 'deal', $do: 1 }] },
      '/a/0/$as template',
    ],
    ['nothing to do', { a: [{ $when: 'deal.amount' }] }, '/a/0 template'],
    [
      'a condition that is never so',
      { a: [{ $each: 'form.billing.lines', $as: 'l', $when: 'l.kind', $is: 'retainer', $do: 1 }] },
      '/a/0/$is neverSo',
    ],
    ['a body that may not be there', { $when: 'deal.amount', $do: {} }, ' template'],
    ['a name that is a template', { '{{ deal.name }}': 1 }, '/{{ deal.name }} template'],
  ])('is refused with %s', (_what, body, fault) => expect(faults(body)).toEqual([fault]));

  it('knows an entry by its name only inside the repetition', () => {
    const body = { a: [{ $each: 'form.tags', $as: 'tag', $do: '{{ tag }}' }], b: '{{ tag }}' };
    expect(faults(body)).toEqual(['/b unknownField']);
  });

  it('has access only to the sections of the form that its receiver sees', () => {
    const shape = shapeOfFacts({ form: shapeOfForm(form, ['billing']), hasDeal: true, hasRecord: false });
    expect(faults({ a: '{{ form.promised }}' }, shape)).toEqual(['/a unknownField']);
  });

  it.each([
    ['acount.name', /^There is no acount\.name; known are deal, account, .*form\. Did you mean "account"\?$/],
    ['deal.nmae', /^There is no deal\.nmae; known are deal\.id, .*\. Did you mean "deal\.name"\?$/],
    ['deal.name | requierd', /^There is no filter "requierd"; known are .*\. Did you mean "required"\?$/],
  ])('suggests a correction for %s', (written, sentence) => {
    const shape = shapeOfFacts({ form: null, hasDeal: true, hasRecord: false });
    expect(faultsIn({ a: `{{ ${written} }}` }, shape)[0]!.message).toMatch(sentence);
  });

  it('may have no deal in a handoff about an account alone', () => {
    const shape = shapeOfFacts({ form: shapeOfForm(form), hasDeal: false, hasRecord: false });
    expect(faults({ a: '{{ deal.name }}', b: '{{ account.name | required }}' }, shape)).toEqual(['/a open']);
  });

  it('names the missing values when it is rendered', () => {
    const { gaps } = rendered({ to: 'At {{ form.kickoff.on | required }}', by: '{{ deal.name | number }}' });
    expect(gaps.map(({ pointer, name }) => `${pointer} ${name}`)).toEqual(['/to form.kickoff.on', '/by deal.name']);
  });

  it.each(['9007199254740991', '-9007199254740991', '3000000', '-800000'])(
    'has no day that is %s days away',
    (days) => {
      const { gaps } = rendered({ at: `{{ handoff.startedAt | day: ${days} }}` });
      expect(gaps.map(({ name }) => name)).toEqual(['handoff.startedAt']);
    },
  );

  it.each([
    ['that is put there once more for each entry', { a: [{ $each: 'form.list', $as: 'e', $do: '{{ form.list }}' }] }],
    [
      'of lists inside lists',
      {
        a: [{ $each: 'form.list', $as: 'e', $do: [{ $each: 'form.list', $as: 'f', $do: '{{ form.no | required }}' }] }],
      },
    ],
    [
      'of which nothing is to be there',
      {
        a: [{ $each: 'form.list', $as: 'e', $do: [{ $each: 'form.list', $as: 'f', $when: 'form.no', $do: 1 }] }],
      },
    ],
    [
      'that grows by a filter',
      { a: [{ $each: 'form.list', $as: 'e', $do: '{{ form.list | join: "" | truncate: 1 }}' }] },
    ],
  ])('stops early on a body %s', (_what, body) => {
    const list = Array.from({ length: 4_000 }, (_, index) => `entry ${index}`);
    const { gaps } = rendered(body, { form: { list } });
    expect(gaps).toEqual([{ pointer: '', name: '', text: expect.stringMatching(/^It (has more|takes too many)/) }]);
  });
});

describe('a request', () => {
  it('is not sent if its body is too long to render', () => {
    const read = readRequest({
      url: 'https://x.example/',
      body: { a: [{ $each: 'form.list', $as: 'e', $do: '{{ form.list }}' }] },
    });
    const list = Array.from({ length: 4_000 }, (_, index) => `entry ${index}`);
    const outcome = 'request' in read && renderRequest(read.request, { form: { list } });
    expect(outcome).toMatchObject({ gaps: [{ pointer: '/body', text: expect.stringContaining('more than') }] });
  });

  const outcome = (url: string, facts: Record<string, unknown> = FACTS, headers = {}) => {
    const read = readRequest({ url, headers });
    return 'faults' in read
      ? read.faults.map(({ pointer, code }) => `${pointer} ${code}`)
      : renderRequest(read.request, facts);
  };

  it('encodes the values in its address', () => {
    expect(outcome('https://x.example/a/{{ deal.refs.crm }}?q={{ form.promised }}')).toMatchObject({
      request: { url: `https://x.example/a/006%2F1?q=${encodeURIComponent(FACTS.form.promised)}` },
    });
  });

  it.each(['.', '..', '', ' '])('goes to no other path if a value of its path is %j', (crm) => {
    expect(outcome('https://x.example/a/{{ deal.refs.crm }}', { deal: { refs: { crm } } })).toHaveProperty('gaps');
  });

  it.each([
    'https://{{ deal.name }}/x',
    'https://x.{{ deal.name }}',
    'https://x.example{{ deal.name }}',
    'https://u:p@x.example/',
    '{{ deal.name }}',
    'ftp://x.example/',
    'https://‹site›.atlassian.net/x',
    'https:///x',
  ])('needs a fixed host: %s is refused', (url) => expect(outcome(url)).toHaveLength(1));

  it('refuses reserved or invalid headers, and values that would end a header', () => {
    expect(outcome('https://x.example/', FACTS, { Authorization: 'x', 'X Y': 'z', 'X-A': 'b', 'x-a': 'c' })).toEqual([
      '/headers/Authorization header',
      '/headers/X Y header',
      '/headers/x-a duplicate',
    ]);
    expect(outcome('https://x.example/', FACTS, { 'X-A': '{{ form.promised }}' })).toHaveProperty('gaps');
  });

  it('reports by field what would stay open', () => {
    const read = readRequest({
      url: 'https://x.example/{{ deal.amount }}',
      headers: { 'X-A': '{{ form.no }}' },
      body: { a: '{{ giver.name }}' },
    });
    const found = 'request' in read ? faultsOfRequest(read.request, SHAPE) : [];
    expect(found.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/url open',
      '/headers/x-a unknownField',
      '/body/a open',
    ]);
  });
});

describe('an id', () => {
  const answer = {
    headers: { location: 'https://x.example/7' },
    body: {
      data: [{ 'a/b': 12, gid: '9' }],
      none: null,
      cut: 'a\u0000b',
      half: 'a\ud800',
      line: 'a\nb',
      much: 2 ** 53,
      part: 1.5,
      sign: '🙂',
    },
  };
  it.each([
    ['/data/0/a~1b', '12'],
    ['/data/0/gid', '9'],
    ['header:Location', 'https://x.example/7'],
    ['/none', null],
    ['/data/1/gid', null],
    ['/data/__proto__/x', null],
    ['/data', null],
    ['/cut', null],
    ['/half', null],
    ['/line', null],
    ['/much', null],
    ['/part', '1.5'],
    ['/sign', '🙂'],
  ])('at %s is %s', (place, id) => expect(readAt(answer, place)).toBe(id));

  it('that is invalid still counts as present', () => {
    expect(['/much', '/data', '/cut'].map((place) => isSomethingAt(answer, place))).toEqual([true, true, true]);
    expect(['/none', '/data/1/gid', 'header:x'].map((place) => isSomethingAt(answer, place))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['/data/0/gid', undefined, 'is not JSON'],
    ['header:location', undefined, null],
    ['/data/0/gid', { error: 'ratelimited' }, 'has no "data"'],
    ['/0/gid', { error: 'ratelimited' }, 'has no "0"'],
    ['/data/0/gid', { data: [] }, null],
    ['/data/0/gid', { data: null }, null],
    ['/data/0/gid', {}, null],
    ['/data/0/gid', [], null],
    ['/gid', { found: false }, null],
  ])('at %s of a search that answers %j: objection %j', (place, body, objection) => {
    expect(objectionToSearch({ headers: {}, body }, place)).toBe(objection);
  });
});

it('omitted fields are removed from the body of an update, and never from built-in properties of objects', () => {
  const body = { constructor: { probe: 1, stays: 2 }, name: 'Acme' };
  expect(without(body, ['/constructor/probe', '/name'])).toEqual({ constructor: { stays: 2 } });
  const shared = structuredClone({}).constructor as { probe?: boolean };
  shared.probe = true;
  expect(without({ name: 'Acme' }, ['/constructor/probe', '/notThere/either'])).toEqual({ name: 'Acme' });
  expect(shared.probe).toBe(true);
  delete shared.probe;
});

describe('what a form says in a tool', () => {
  const labelled = readForm({
    type: 'object',
    properties: {
      mood: {
        type: 'string',
        title: 'Mood',
        oneOf: [
          { const: 'waits', title: 'They wait and see' },
          { const: 'leaves', title: 'They look elsewhere' },
        ],
      },
      channels: { type: 'array', title: 'Channels', items: { oneOf: [{ const: 'tv', title: 'Television' }] } },
      promises: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            what: { type: 'string', title: 'What' },
            cost: { type: 'string', title: 'Who pays', oneOf: [{ const: 'ours', title: 'We do' }] },
          },
        },
      },
      isUrgent: { type: 'boolean' },
    },
  });
  const filled = {
    isUrgent: false,
    promises: [{ cost: 'ours', what: 'A logo' }],
    channels: ['tv', 'radio'],
    mood: 'waits',
    more: 'x',
  };
  const facts = { ...formFacts(labelled, filled) };
  const said = (template: string) => (rendered({ at: template }, facts).value as { at: unknown }).at;

  it.each([
    ['{{ form.mood | label }}', 'They wait and see'],
    ['{{ form.mood }}', 'waits'],
    ['Mood: {{ form.mood | label | upcase }}', 'Mood: THEY WAIT AND SEE'],
    ['{{ form.channels | label | join: ", " }}', 'Television, radio'],
    ['{{ form.channels | first | label }}', 'Television'],
    ['{{ form.promises | map: "cost" | label | join: ", " }}', 'We do'],
    ['{{ form.promises | last | lines: "; " }}', 'What: A logo; Who pays: We do'],
    ['{{ form.isUrgent | label }}', 'no'],
    ['{{ form.gone | label | default: "none" }}', 'none'],
    [
      '{{ form | lines }}',
      'Mood: They wait and see\nChannels: Television; radio\nPromises: What: A logo, Who pays: We do\nIs urgent: no\nMore: x',
    ],
  ])('%s', (template, value) => expect(said(template)).toBe(value));

  it('has labels in the entries of lists, too', () => {
    const body = {
      a: [{ $each: 'form.promises', $as: 'promise', $do: '{{ promise.what }}: {{ promise.cost | label }}' }],
      b: [{ $each: 'form.channels', $as: 'channel', $do: '{{ channel | label }}' }],
    };
    expect(rendered(body, facts).value).toEqual({ a: ['A logo: We do'], b: ['Television', 'radio'] });
  });

  it('refuses labels of lists of groups', () => {
    const shape = shapeOfFacts({ form: shapeOfForm(labelled), hasDeal: true, hasRecord: false });
    expect(faults({ a: '{{ form.promises | label }}' }, shape)).toEqual(['/a filter']);
    expect(faults({ a: '{{ form.mood | label }}' }, shape)).toEqual(['/a open']);
  });
});
