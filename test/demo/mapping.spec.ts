import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../../src/demo/files.js';
import { kindOfField, readMapping, requireColumns } from '../../src/demo/mapping.js';
import { inOrder, mapRow } from '../../src/demo/row.js';

const mapping = (json: object) => readMapping({ columns: {}, ...json }, 'a.json');
const mapped = (json: object, row: Record<string, string>) => mapRow(row, mapping(json));

describe('a row becomes a lead', () => {
  it('puts each column into the field that the mapping names', () => {
    const columns = {
      Id: 'externalId',
      From: 'source',
      Mail: 'contact.email',
      Firm: 'company.name',
      City: 'attributes.city',
      Crm: 'refs.crm',
    };
    const row = { Id: '7', From: 'ads', Mail: 'a@example.com', Firm: 'Acme', City: 'Berlin', Crm: '00Q1' };
    expect(mapped({ columns }, row).body).toEqual({
      externalId: '7',
      source: 'ads',
      contact: { email: 'a@example.com' },
      company: { name: 'Acme' },
      attributes: { city: 'Berlin' },
      refs: { crm: '00Q1' },
    });
  });

  it('leaves out what is empty, only spaces, or means nothing, whatever its case', () => {
    const columns = { A: 'contact.country', B: 'contact.region', C: 'contact.title', D: 'message' };
    const row = { A: 'SELECT', B: '', C: '   ', D: 'select me' };
    expect(mapped({ nothing: ['Select'], columns }, row).body).toEqual({ message: 'select me' });
  });

  it('translates values without regard to case, and keeps those it does not know', () => {
    const columns = { From: { field: 'source', values: { google: 'Google' } } };
    expect(['google', 'GOOGLE', 'bing'].map((From) => mapped({ columns }, { From }).body.source)).toEqual([
      'Google',
      'Google',
      'bing',
    ]);
  });

  it('drops what it does not know where only the values given count', () => {
    const columns = { From: { field: 'channel', values: { Ads: 'paid' }, only: true } };
    expect(mapped({ columns }, { From: 'ads' }).body).toEqual({ channel: 'paid' });
    expect(mapped({ columns }, { From: 'fair' }).body).toEqual({});
  });

  it('lets one column say several things', () => {
    const columns = {
      From: [{ field: 'source' }, { field: 'test', values: { testone: 'yes' }, only: true }],
    };
    expect(mapped({ columns }, { From: 'testone' }).body).toEqual({ source: 'testone', test: true });
    expect(mapped({ columns }, { From: 'Google' }).body).toEqual({ source: 'Google' });
  });

  it('gathers a list from several columns, each value once', () => {
    const only = (value: string) => ({ field: 'contact.doNot', values: { Yes: value }, only: true });
    const columns = { 'No mail': only('email'), 'No call': only('call'), 'No post': only('email') };
    const row = { 'No mail': 'Yes', 'No call': 'Yes', 'No post': 'Yes' };
    expect(mapped({ columns }, row).body).toEqual({ contact: { doNot: ['email', 'call'] } });
    expect(mapped({ columns }, { ...row, 'No call': 'No', 'No post': 'No' }).body).toEqual({
      contact: { doNot: ['email'] },
    });
  });

  it('reads numbers where a field or the mapping asks for them', () => {
    const columns = {
      Staff: 'company.employees',
      Visits: { field: 'attributes.visits', as: 'number' },
      Zip: 'attributes.zip',
    };
    expect(mapped({ columns }, { Staff: '120', Visits: '2.5', Zip: '01067' }).body).toEqual({
      company: { employees: 120 },
      attributes: { visits: 2.5, zip: '01067' },
    });
    expect(mapped({ columns }, { Staff: 'many', Visits: 'many', Zip: 'x' }).body).toEqual({
      attributes: { visits: 'many', zip: 'x' },
    });
  });

  it('takes a constant where the row says nothing, and the row where it does', () => {
    const json = { constants: { source: 'unknown' }, columns: { From: 'source' } };
    expect(mapped(json, { From: '' }).body).toEqual({ source: 'unknown' });
    expect(mapped(json, { From: 'ads' }).body).toEqual({ source: 'ads' });
  });

  it('finds what becomes of the lead by the first rule that fits', () => {
    const outcomes = [
      { column: 'Won', is: ['1'], becomes: 'won' },
      { column: 'Tag', is: ['Ringing', 'Interested  in MBA'], becomes: 'recycle', reason: 'unreachable' },
    ];
    const outcome = (row: Record<string, string>) => mapped({ outcomes }, row).outcome;
    expect(outcome({ Won: '1', Tag: 'Ringing' })).toEqual({ kind: 'won' });
    expect(outcome({ Won: '0', Tag: 'ringing' })).toEqual({ kind: 'recycle', reason: 'unreachable' });
    expect(outcome({ Won: '0', Tag: 'Interested  in MBA' })).toEqual({ kind: 'recycle', reason: 'unreachable' });
    expect(outcome({ Won: '0', Tag: '' })).toBeUndefined();
  });
});

describe('the order of arrival', () => {
  const rows = [{ No: '30' }, { No: '9' }, { No: '100' }, { No: '9' }];

  it('is that of the numbers, not of their digits', () => {
    expect(inOrder(rows, mapping({ order: 'No' })).map(({ No }) => No)).toEqual(['9', '9', '30', '100']);
  });

  it('is that of the file when the mapping names no column', () => {
    expect(inOrder(rows, mapping({}))).toEqual(rows);
  });
});

describe('a mapping is refused in one line that names', () => {
  const refused = (json: unknown) => {
    try {
      readMapping(json, 'a.json');
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
      return (error as Error).message;
    }
    return 'taken';
  };

  it.each([
    ['no object', [], 'Expected an object'],
    ['no columns', {}, '"columns" is required'],
    ['an unknown key', { columns: {}, colums: {} }, 'no field "colums"'],
    ['an unknown field', { columns: { A: 'contact.mail' } }, 'no field "contact.mail"'],
    ['a root that is no field', { columns: { A: 'contact' } }, 'no field "contact"'],
    ['an inherited name', { columns: { A: 'constructor' } }, 'no field "constructor"'],
    ['an unknown field of a constant', { columns: {}, constants: { sauce: 'x' } }, 'no field "sauce"'],
    ['the owner, which the rules choose', { columns: { A: 'owner.repId' } }, 'no field "owner.repId"'],
    [
      'an unknown outcome',
      { columns: {}, outcomes: [{ column: 'A', is: ['x'], becomes: 'gone' }] },
      'Expected one of won',
    ],
    [
      'a reason of another category',
      { columns: {}, outcomes: [{ column: 'A', is: ['x'], becomes: 'lost', reason: 'stale' }] },
      'Expected one of price',
    ],
    ['a missing reason', { columns: {}, outcomes: [{ column: 'A', is: ['x'], becomes: 'nurture' }] }, 'not_now'],
    [
      'a reason for winning',
      { columns: {}, outcomes: [{ column: 'A', is: ['x'], becomes: 'won', reason: 'price' }] },
      'Expected no reason',
    ],
  ])('%s', (_, json, words) => {
    expect(refused(json)).toContain(words);
  });

  it('every column that the file does not have', () => {
    const read = mapping({ order: 'No', columns: { A: 'source', B: 'message' } });
    const files = { mapping: 'a.json', leads: 'a.csv' };
    expect(() => requireColumns(read, ['A'], files)).toThrow(
      'a.json names columns that a.csv does not have: "No", "B".',
    );
    expect(() => requireColumns(read, ['A', 'B', 'No'], files)).not.toThrow();
  });
});

describe('a CSV file', () => {
  it('may have a byte order mark, CRLF, quotes, blank lines and columns without a name', () => {
    const { header, rows } = readCsv('\uFEFFA,"B, too",\r\n1,"x ""y""",\r\n\r\n2,,\r\n', 'a.csv');
    expect(header).toEqual(['A', 'B, too']);
    expect(rows).toEqual([
      { A: '1', 'B, too': 'x "y"' },
      { A: '2', 'B, too': '' },
    ]);
  });

  it.each([
    ['rows of another length', 'A,B\n1\n', 'a.csv is no CSV'],
    ['a quote that never ends', 'A\n"1\n', 'a.csv is no CSV'],
    ['two columns of one name', 'A,A\n1,2\n', 'two columns named "A"'],
    ['nothing below the names', 'A,B\n', 'holds no lead'],
    ['nothing at all', '', 'holds no lead'],
  ])('is refused in one line with %s', (_, text, words) => {
    expect(() => readCsv(text, 'a.csv')).toThrow(words);
    expect(() => readCsv(text, 'a.csv')).not.toThrow('\n');
  });
});

describe('the fields of a lead', () => {
  it.each([
    ['externalId', 'text'],
    ['contact.email', 'text'],
    ['company.employees', 'number'],
    ['test', 'flag'],
    ['contact.doNot', 'list'],
    ['attributes.any thing.at all', 'text'],
    ['clickIds.gclid', 'text'],
    ['submittedAt', undefined],
    ['attributes', undefined],
    ['attributes.', undefined],
    ['contact.email.domain', undefined],
  ])('%s takes %s', (field, kind) => {
    expect(kindOfField(field)).toBe(kind);
  });
});
