import { describe, expect, it } from '@jest/globals';
import { kindOfField, readMapping, requireColumns } from '../../src/demo/mapping.js';
import { inOrder } from '../../src/demo/random.js';
import { mapRow } from '../../src/demo/row.js';

const mapping = (json: object) => readMapping({ columns: {}, ...json }, 'a.json');
const mapped = (json: object, row: Record<string, string>) => mapRow({ row: 2, cells: row }, mapping(json));
const remarksOn = (json: object, row: Record<string, string>) => {
  const remarks: string[] = [];
  mapRow({ row: 2, cells: row }, mapping(json), ({ text }) => remarks.push(text));
  return remarks;
};

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

  it('omits values that are empty, blank, or declared as meaning nothing, in any case', () => {
    const columns = { A: 'contact.country', B: 'contact.region', C: 'contact.title', D: 'message' };
    const row = { A: 'SELECT', B: '', C: '   ', D: 'select me' };
    expect(mapped({ nothing: ['Select'], columns }, row).body).toEqual({ message: 'select me' });
  });

  it('translates values in any case, and keeps unknown ones', () => {
    const columns = { From: { field: 'source', values: { google: 'Google' } } };
    expect(['google', 'GOOGLE', 'bing'].map((From) => mapped({ columns }, { From }).body.source)).toEqual([
      'Google',
      'Google',
      'bing',
    ]);
  });

  it('drops unknown values if only the listed ones count', () => {
    const columns = { From: { field: 'channel', values: { Ads: 'paid' }, only: true } };
    expect(mapped({ columns }, { From: 'ads' }).body).toEqual({ channel: 'paid' });
    expect(mapped({ columns }, { From: 'fair' }).body).toEqual({});
  });

  it('maps one column to several fields', () => {
    const columns = {
      From: [{ field: 'source' }, { field: 'test', values: { testone: 'yes' }, only: true }],
    };
    expect(mapped({ columns }, { From: 'testone' }).body).toEqual({ source: 'testone', test: true });
    expect(mapped({ columns }, { From: 'Google' }).body).toEqual({ source: 'Google' });
  });

  it('collects a list from several columns, each value once', () => {
    const only = (value: string) => ({ field: 'contact.doNot', values: { Yes: value }, only: true });
    const columns = { 'No mail': only('email'), 'No call': only('call'), 'No post': only('email') };
    const row = { 'No mail': 'Yes', 'No call': 'Yes', 'No post': 'Yes' };
    expect(mapped({ columns }, row).body).toEqual({ contact: { doNot: ['email', 'call'] } });
    expect(mapped({ columns }, { ...row, 'No call': 'No', 'No post': 'No' }).body).toEqual({
      contact: { doNot: ['email'] },
    });
  });

  it('reads numbers if the field or the mapping requires them', () => {
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

  it('uses a constant only if the row has no value', () => {
    const json = { constants: { source: 'unknown' }, columns: { From: 'source' } };
    expect(mapped(json, { From: '' }).body).toEqual({ source: 'unknown' });
    expect(mapped(json, { From: 'ads' }).body).toEqual({ source: 'ads' });
  });

  it('finds the outcome of the lead by the first rule that matches', () => {
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

describe('a value that its field cannot accept causes a remark:', () => {
  const columns = {
    Staff: 'company.employees',
    Visits: { field: 'attributes.visits', as: 'number' },
    Test: 'test',
    Click: 'clickIds.clickedAt',
  };
  const row = { Staff: '', Visits: '', Test: '', Click: '' };

  it.each(['50-100', '50 – 100', '500+', '1,000 to 5,000', 'Self-employed'])(
    'but no band of employees such as %s',
    (Staff) => {
      expect(remarksOn({ columns }, { ...row, Staff })).toEqual([]);
    },
  );

  it.each(['5,000 to 1,000', '<50'])('the range %s', (Staff) => {
    expect(remarksOn({ columns }, { ...row, Staff })).toEqual([
      `, Staff: "${Staff}" is a range, not a number; company.employees is left out.`,
    ]);
  });

  it('a text for a number, which an attribute keeps as text', () => {
    expect(remarksOn({ columns }, { ...row, Staff: 'many', Visits: '10-20' })).toEqual([
      ', Staff: "many" is not a number; company.employees is left out.',
      ', Visits: "10-20" is a range, not a number; attributes.visits keeps it as text.',
    ]);
  });

  it('a value that is neither yes nor no, and an invalid instant', () => {
    expect(remarksOn({ columns }, { ...row, Test: 'perhaps', Click: '11.05.2026' })).toEqual([
      ', Test: "perhaps" is neither yes nor no; test is left out.',
      expect.stringContaining('"11.05.2026" is not an ISO 8601 instant'),
    ]);
  });

  it('but none of a readable row', () => {
    const readable = { Staff: '50', Visits: '2.5', Test: 'No', Click: '2026-05-11T09:00:00Z' };
    expect(remarksOn({ columns }, readable)).toEqual([]);
    expect(mapped({ columns }, readable).body.test).toBe(false);
  });
});

describe('a date', () => {
  const columns = {
    Clicked: { field: 'clickIds.clickedAt', date: 'dd.MM.yyyy HH:mm' },
    Signed: { field: 'attributes.signed', date: 'M/d/yy' },
    Called: { field: 'attributes.called', date: 'd MMM yyyy HH:mm' },
  };
  const row = { Clicked: '11.05.2026 09:30', Signed: '5/11/26', Called: '1 May 2026 08:00' };

  it('is read in the format and the zone of the mapping', () => {
    expect(mapped({ timeZone: 'Europe/Berlin', columns }, row).body).toEqual({
      clickIds: { clickedAt: '2026-05-11T07:30:00.000Z' },
      attributes: { signed: '2026-05-11', called: '2026-05-01T06:00:00.000Z' },
    });
  });

  it('in another format, or that does not exist, causes a remark', () => {
    expect(remarksOn({ columns }, { ...row, Clicked: '31.02.2026 09:30', Signed: '2026-05-11' })).toEqual([
      ', Clicked: "31.02.2026 09:30" is not a date of the form dd.MM.yyyy HH:mm; clickIds.clickedAt is left out.',
      ', Signed: "2026-05-11" is not a date of the form M/d/yy; attributes.signed is left out.',
    ]);
  });
});

describe('the order of arrival', () => {
  const rowsOf = (...values: string[]) => values.map((No, index) => ({ row: index + 2, cells: { No } }));
  const ordered = (json: object, ...values: string[]) => {
    const { rows, unordered } = inOrder(rowsOf(...values), mapping(json));
    return { values: rows.map(({ cells }) => cells.No), unordered: unordered.map(({ row }) => row) };
  };

  it('follows the numbers, not their digits', () => {
    expect(ordered({ order: 'No' }, '30', '9', '100', '9').values).toEqual(['9', '9', '30', '100']);
  });

  it('follows the dates in the format of the mapping', () => {
    const order = { column: 'No', date: 'dd/MM/yyyy' };
    expect(ordered({ order }, '02/01/2026', '01/12/2025', '01/02/2026').values).toEqual([
      '01/12/2025',
      '02/01/2026',
      '01/02/2026',
    ]);
  });

  it('has unreadable values last, in the order of the file', () => {
    expect(ordered({ order: 'No' }, '', '30', 'x', '9')).toEqual({ values: ['9', '30', '', 'x'], unordered: [2, 4] });
  });

  it('follows the file if the mapping names no column', () => {
    expect(ordered({}, '30', '9', '100').values).toEqual(['30', '9', '100']);
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
    ['a date of a number', { columns: { A: { field: 'company.employees', date: 'd.M.yyyy' } } }, 'takes no date'],
    ['a form of no date', { columns: { A: { field: 'attributes.a', date: 'HH:mm' } } }, 'does not say how a date'],
    ['an order by no date', { columns: {}, order: { column: 'A', date: 'HH:mm' } }, '/order/date'],
    ['a zone that there is not', { columns: {}, timeZone: 'Berlin' }, 'IANA time zone'],
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

  it('every column that the file lacks', () => {
    const read = mapping({ order: 'No', columns: { A: 'source', B: 'message' } });
    const files = { mapping: 'a.json', leads: 'a.csv' };
    expect(() => requireColumns(read, ['A'], files)).toThrow(
      'a.json names columns that a.csv does not have: "No", "B".',
    );
    expect(() => requireColumns(read, ['A', 'B', 'No'], files)).not.toThrow();
  });
});

describe('the fields of a lead', () => {
  it.each([
    ['externalId', 'text'],
    ['contact.email', 'text'],
    ['company.employees', 'band'],
    ['test', 'flag'],
    ['contact.doNot', 'list'],
    ['attributes.any thing.at all', 'text'],
    ['clickIds.gclid', 'text'],
    ['clickIds.clickedAt', 'instant'],
    ['submittedAt', undefined],
    ['attributes', undefined],
    ['attributes.', undefined],
    ['contact.email.domain', undefined],
  ])('%s takes %s', (field, kind) => {
    expect(kindOfField(field)).toBe(kind);
  });
});
