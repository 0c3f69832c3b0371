import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { remarkLines } from '../../src/demo/conclusion.js';
import { readLeads } from '../../src/demo/files.js';
import { readCsv } from '../../src/demo/row.js';
import { joinRows } from '../../src/demo/staff.js';

const saying = (read: { remarks: Parameters<typeof remarkLines>[0] }) => remarkLines(read.remarks).join('\n');

describe('a CSV file', () => {
  it('may have a byte order mark, CRLF, quotes, blank lines and columns without a name', () => {
    const { header, rows, remarks } = readCsv('\uFEFFA,"B, too",\r\n1,"x ""y""",\r\n\r\n2,,\r\n', 'a.csv');
    expect(header).toEqual(['A', 'B, too']);
    expect(rows).toEqual([
      { line: 2, cells: { A: '1', 'B, too': 'x "y"' } },
      { line: 4, cells: { A: '2', 'B, too': '' } },
    ]);
    expect(remarks).toEqual([]);
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('may be separated by %s', (_, separator) => {
    const { rows } = readCsv(`"A,a"${separator}B${separator}C\n1,5${separator}x,y${separator}z\n`, 'a.csv');
    expect(rows).toEqual([{ line: 2, cells: { 'A,a': '1,5', B: 'x,y', C: 'z' } }]);
  });

  it('counts the lines of the file, even if values span several of them', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['A;B', '1;"x', 'y"', '', '2;z', ';', '3;"', '', '"', '4;z'].join(end);
      expect(readCsv(text, 'a.csv').rows.map(({ line, cells }) => [line, cells.A])).toEqual([
        [2, '1'],
        [5, '2'],
        [7, '3'],
        [10, '4'],
      ]);
    }
  });

  it('accepts a row with too few values, and remarks on it', () => {
    const read = readCsv('A,B,C\n1,2,3\n4\n', 'dir/a.csv');
    expect(read.rows[1]).toEqual({ line: 3, cells: { A: '4', B: '', C: '' } });
    expect(saying(read)).toBe(
      '1 remark on a.csv:\n  line 3 has 1 value for 3 columns; those that are missing count as empty.\n',
    );
  });

  it('expects no value for a column without a name', () => {
    expect(readCsv('A,B,\n1,2\n', 'a.csv').remarks).toEqual([]);
  });

  it('skips a row with too many values and remarks on it, unless they are empty', () => {
    const read = readCsv('A,B\n1,2,,\n4,5,6\n7,8\n', 'a.csv');
    expect(read.rows.map(({ cells }) => cells.A)).toEqual(['1', '7']);
    expect(saying(read)).toContain('line 3 has 3 values for 2 columns and is left out: its values may stand in');
  });

  it('keeps a quotation mark within a value', () => {
    expect(readCsv('A,B\n5" pipe,x\n', 'a.csv').rows[0]!.cells).toEqual({ A: '5" pipe', B: 'x' });
  });

  it.each([
    [
      'a quote that never ends',
      'A,B\n1,2\n3,"4\n5,6\n',
      'a.csv, line 3: a quotation mark opens here and is never closed',
    ],
    ['two columns of one name', 'A,A\n1,2\n', 'a.csv has two columns called "A".'],
    ['nothing below the names', 'A,B\n', 'a.csv has no rows.'],
    ['nothing at all', '', 'a.csv has no rows.'],
  ])('is refused in one line with %s', (_, text, words) => {
    expect(() => readCsv(text, 'a.csv')).toThrow(words);
    expect(() => readCsv(text, 'a.csv')).not.toThrow('\n');
  });
});

describe('a joined file', () => {
  const people = readCsv('Id,Firm\n1,f1\n2,f9\n3,\n', 'people.csv');
  const firms = readCsv('Id;Staff\nf1;50\nf2;60\nf1;70\n', 'firms.csv');
  const link = { name: 'firm', file: 'firms.csv', column: 'Firm', key: 'Id' };
  const files = { leads: 'people.csv' };

  it('adds its columns to the row with the same key, and empty ones without a match', () => {
    const { header, rows } = joinRows(people, firms, link, files);
    expect(header).toEqual(['Id', 'Firm', 'firm.Id', 'firm.Staff']);
    expect(rows.map(({ line, cells }) => [line, cells.Id, cells['firm.Staff']])).toEqual([
      [2, '1', '50'],
      [3, '2', ''],
      [4, '3', ''],
    ]);
  });

  it('causes a remark on a missing or repeated key, each in its own file', () => {
    expect(saying(joinRows(people, firms, link, files)).split('\n')).toEqual([
      '1 remark on firms.csv:',
      '  line 4, Id: "f1" is the same as on line 2, which counts; this row is left out.',
      '',
      '1 remark on people.csv:',
      '  line 3, Firm: firms.csv has no row whose Id is "f9"; the columns of firm are empty.',
      '',
    ]);
  });

  it.each([
    [{ column: 'Company' }, 'people.csv has no column called "Company"'],
    [{ key: 'No' }, 'firms.csv has no column called "No"'],
  ])('is refused with %j', (wrong, words) => {
    expect(() => joinRows(people, firms, { ...link, ...wrong }, files)).toThrow(words);
  });
});

describe('remarks', () => {
  it('are grouped by kind: the first in full, and the lines of the others', () => {
    const remarks = Array.from({ length: 30 }, (_, index) => ({
      file: 'a.csv',
      line: index + 2,
      kind: 'x',
      text: ' is odd.',
    }));
    const others = Array.from({ length: 20 }, (_, index) => index + 5).join(', ');
    expect(remarkLines(remarks)).toEqual([
      '30 remarks on a.csv:',
      '  line 2 is odd.',
      '  line 3 is odd.',
      '  line 4 is odd.',
      `  and 27 more like it: lines ${others} and 7 further on`,
      '',
    ]);
  });
});

describe('the files of a demo', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'touchline-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (leads: string | Buffer, mapping: object, more: Record<string, string> = {}) => {
    const files = { leads: join(folder, 'leads.csv'), mapping: join(folder, 'map.json') };
    writeFileSync(files.leads, leads);
    writeFileSync(files.mapping, JSON.stringify(mapping));
    for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text);
    return readLeads(files);
  };

  it('are read together: joined by a key, ordered by date, with remarks by line', async () => {
    const leads = 'From;Firm;Created\nads;f1;02.03.2026\nfair;f2;soon\nweb;f2;01.03.2026\n1;2;3;4\n';
    const { leads: found, remarks } = await read(
      leads,
      {
        order: { column: 'Created', date: 'dd.MM.yyyy' },
        joins: [{ name: 'firm', file: 'firms.csv', column: 'Firm', key: 'Id' }],
        columns: { From: 'source', 'firm.Staff': 'company.employees' },
      },
      { 'firms.csv': 'Id,Staff\nf1,a few\nf2,20\n' },
    );
    expect(found.map(({ line, body }) => [line, body.source, body.company])).toEqual([
      [4, 'web', { employees: 20 }],
      [2, 'ads', undefined],
      [3, 'fair', { employees: 20 }],
    ]);
    expect(remarks.map(({ file, line, text }) => `${file} line ${line}${text}`)).toEqual([
      'leads.csv line 2, firm.Staff: "a few" is not a number; company.employees is left out.',
      'leads.csv line 3, Created: "soon" is not a date of the form dd.MM.yyyy; the lead comes in after all others.',
      'leads.csv line 5 has 4 values for 3 columns and is left out: its values may stand in the wrong columns.',
    ]);
  });

  const columns = { From: 'source' };
  const joins = [{ name: 'x', file: 'x.csv', column: 'From', key: 'Id' }];

  it.each([
    [
      'in another encoding',
      Buffer.from('From\nads\nB\xfcro\n', 'latin1'),
      { columns },
      'line 3, has a character that is',
    ],
    ['without a number to order by', 'From,No\nads,x\n', { order: 'No', columns }, 'line 2 has "x"'],
    ['of another kind', 'Von\nads\n', { columns }, 'names columns that'],
    ['that make no lead', 'From\nn/a\n', { nothing: ['n/a'], columns }, 'Line 2, source:'],
    ['all of whose rows are ragged', 'From\na,b\n', { columns }, 'has more values than there are columns'],
    ['with a join that is not there', 'From\nads\n', { joins, columns }, 'x.csv cannot be read: there is no such file'],
  ])('are refused in one line %s', async (_, leads, mapping, words) => {
    const message = await read(leads, mapping).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
  });
});
