import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { remarkLines } from '../../src/demo/conclusion.js';
import { readLeads } from '../../src/demo/files.js';
import { type LeadTable, readTable } from '../../src/demo/row.js';
import { joinRows } from '../../src/demo/staff.js';
import { workbook } from '../imports/reading/workbooks.js';

const CELLS = '<row><c t="inlineStr"><is><t>From</t></is></c><c t="inlineStr"><is><t>Firm</t></is></c></row>';
const aWorkbook = workbook({
  sheets: [
    { name: 'One', xml: `<sheetData>${CELLS}${CELLS.replace('From', 'ads').replace('Firm', 'f1')}</sheetData>` },
  ],
});

const saying = (read: { remarks: Parameters<typeof remarkLines>[0] }) => remarkLines(read.remarks).join('\n');

const readText = (text: string, file = 'a.csv') => readTable(Buffer.from(text), file);

describe('a file of leads', () => {
  it('is read as imports read it, with empty values where some are missing', async () => {
    const { header, rows, remarks } = await readText('\uFEFFA;"B; too";\r\n1;"x ""y""";\r\n\r\n2\r\n');
    expect(header).toEqual(['A', 'B; too']);
    expect(rows).toEqual([
      { row: 2, cells: { A: '1', 'B; too': 'x "y"' } },
      { row: 4, cells: { A: '2', 'B; too': '' } },
    ]);
    expect(remarks).toEqual([]);
  });

  it('may be a workbook', async () => {
    const { header, rows } = await readTable(aWorkbook, 'a.xlsx');
    expect([header, rows]).toEqual([['From', 'Firm'], [{ row: 2, cells: { From: 'ads', Firm: 'f1' } }]]);
  });

  it('leaves out rows that cannot be read, each with a remark', async () => {
    const read = await readText('A,B\n1,2,,\n4,5,6\n3,"4\n7,8\n');
    expect(read.rows.map(({ cells }) => cells.A)).toEqual(['1', '7']);
    expect(saying(read)).toContain('row 3 is left out. It has 3 cells, but the file has 2 columns.');
    expect(saying(read)).toContain('row 4 is left out. The quote that begins cell 2 is not closed');
  });

  it.each([
    ['nothing below the names', 'A,B\n', 'a.csv has no rows that can be read.'],
    ['nothing at all', '', 'a.csv has no rows that can be read.'],
    [
      'a workbook of the nineties',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'a.csv cannot be read. It is in a format of',
    ],
  ])('is refused in one line with %s', async (_, text, words) => {
    const message = await readTable(Buffer.from(text), 'a.csv').then(
      () => 'read',
      (error: Error) => error.message,
    );
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
  });
});

describe('a joined file', () => {
  let people: LeadTable;
  let firms: LeadTable;
  beforeAll(async () => {
    people = await readText('Id,Firm\n1,f1\n2,f9\n3,\n', 'people.csv');
    firms = await readText('Id;Staff\nf1;50\nf2;60\nf1;70\n', 'firms.csv');
  });
  const link = { name: 'firm', file: 'firms.csv', column: 'Firm', key: 'Id' };
  const files = { leads: 'people.csv' };

  it('adds its columns to the row with the same key, and empty ones without a match', () => {
    const { header, rows } = joinRows(people, firms, link, files);
    expect(header).toEqual(['Id', 'Firm', 'firm.Id', 'firm.Staff']);
    expect(rows.map(({ row, cells }) => [row, cells.Id, cells['firm.Staff']])).toEqual([
      [2, '1', '50'],
      [3, '2', ''],
      [4, '3', ''],
    ]);
  });

  it('causes a remark on a missing or repeated key, each in its own file', () => {
    expect(saying(joinRows(people, firms, link, files)).split('\n')).toEqual([
      '1 remark on firms.csv:',
      '  row 4, Id: "f1" is the same as in row 2, which counts; this one is left out.',
      '',
      '1 remark on people.csv:',
      '  row 3, Firm: firms.csv has no row whose Id is "f9"; the columns of firm are empty.',
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
      row: index + 2,
      kind: 'x',
      text: ' is odd.',
    }));
    const others = Array.from({ length: 20 }, (_, index) => index + 5).join(', ');
    expect(remarkLines(remarks)).toEqual([
      '30 remarks on a.csv:',
      '  row 2 is odd.',
      '  row 3 is odd.',
      '  row 4 is odd.',
      `  and 27 more like it: rows ${others} and 7 further on`,
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
    expect(found.map(({ row, body }) => [row, body.source, body.company])).toEqual([
      [4, 'web', { employees: 20 }],
      [2, 'ads', undefined],
      [3, 'fair', { employees: 20 }],
    ]);
    expect(remarks.map(({ file, row, text }) => `${file} row ${row}${text}`)).toEqual([
      'leads.csv row 2, firm.Staff: "a few" is not a number; company.employees is left out.',
      'leads.csv row 3, Created: "soon" is not a date of the form dd.MM.yyyy; the lead comes in after all others.',
      'leads.csv row 5 is left out. It has 4 cells, but the file has 3 columns.',
    ]);
  });

  const columns = { From: 'source' };
  const joins = [{ name: 'x', file: 'x.csv', column: 'From', key: 'Id' }];

  it.each([
    ['without a number to order by', 'From,No\nads,x\n', { order: 'No', columns }, 'row 2 has "x"'],
    ['of another kind', 'Von\nads\n', { columns }, 'names columns that'],
    ['that make no lead', 'From\nn/a\n', { nothing: ['n/a'], columns }, 'Row 2, source:'],
    ['all of whose rows are ragged', 'From\na,b\n', { columns }, 'has no rows that can be read'],
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
