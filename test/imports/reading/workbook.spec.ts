import { describe, expect, it } from '@jest/globals';
import type { ReadRow } from '../../../src/imports/reading/row.js';
import { Table } from '../../../src/imports/reading/table.js';
import { columnOf, isDateFormat, textOfCell } from '../../../src/imports/reading/workbook/cells.js';
import { SharedStrings } from '../../../src/imports/reading/workbook/shared-strings.js';
import { WorkbookReading } from '../../../src/imports/reading/workbook/workbook.js';
import { PROGRAMS, workbook } from './workbooks.js';
import { zip } from './zip.js';

const inMemory = (bytes: Buffer) => ({
  size: bytes.length,
  async *range(start: number, end: number) {
    for (let at = start; at < end; at += 1_000) yield bytes.subarray(at, Math.min(end, at + 1_000));
  },
});

async function read(bytes: Buffer) {
  const reading = new WorkbookReading();
  const table = new Table();
  const rows: ReadRow[] = [];
  for await (const some of reading.rows(inMemory(bytes))) rows.push(...table.take(some));
  return { columns: table.columns, rows, sheet: reading.sheet };
}

const sheetOf = (xml: string) => workbook({ sheets: [{ name: 'One', xml: `<sheetData>${xml}</sheetData>` }] });

describe('a workbook', () => {
  it.each(Object.entries(PROGRAMS))('of %s is read as the same table', async (_, bytes) => {
    expect(await read(bytes)).toEqual({
      sheet: 'Leads',
      columns: ['Name', 'E-Mail', 'Created', 'Size', 'VIP'],
      rows: [
        { number: 2, cells: ['Ann Lee', 'ann@example.com', '2026-03-02T10:30:00', '0.3', 'TRUE'] },
        { number: 4, cells: ['Bo\r & Co', '', '2026-03-02', '12'] },
      ],
    });
  });

  it('refuses a row that has more cells than there are columns, however far to the right', async () => {
    const { rows } = await read(
      sheetOf(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>9</v></c></row><row r="3"><c r="A3"><v>7</v></c></row>',
      ),
    );
    expect(rows).toEqual([
      { number: 2, why: 'It has 1001 cells, but the file has 1 columns.' },
      { number: 3, cells: ['7'] },
    ]);
  });

  it('reads formats of numbers for no longer than Excel allows them to be', async () => {
    const format = (code: string) =>
      `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${code}"/></numFmts><cellXfs>${'<xf numFmtId="164"/>'.repeat(1_000)}</cellXfs></styleSheet>`;
    const sheets = [{ name: 'One', xml: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' }];
    const begun = performance.now();
    expect((await read(workbook({ sheets, styles: format('['.repeat(100_000)) }))).columns).toEqual(['1']);
    // Read whole, once for each style, it takes hours.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('without rows has no columns', async () => {
    expect(await read(sheetOf(''))).toEqual({ columns: null, rows: [], sheet: null });
  });

  it.each<[string, string, Buffer]>([
    [
      'that is an archive of something else',
      'It is an archive without a workbook. Send an XLSX, or a CSV.',
      zip({ 'a.csv': 'x' }),
    ],
    [
      'of OpenOffice',
      'It is an OpenDocument spreadsheet. Save it as XLSX or CSV.',
      zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }),
    ],
    [
      'that is cut off',
      'The workbook is damaged, or did not arrive as a whole.',
      PROGRAMS.Excel!.subarray(0, PROGRAMS.Excel!.length - 100),
    ],
    ['that is no XML', 'The workbook is damaged, or did not arrive as a whole.', sheetOf('<row r="1"><c>')],
    [
      'with entities of its own',
      'The workbook is damaged, or did not arrive as a whole.',
      workbook({
        sheets: [
          {
            name: 'One',
            xml: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
          },
        ],
      }),
    ],
    [
      'that says less of its size than is true',
      'The workbook is damaged, or did not arrive as a whole.',
      workbook({
        sheets: [{ name: 'One', xml: `<sheetData><row><c><v>${'1'.repeat(9_000)}</v></c></row></sheetData>` }],
        claims: { 'xl/worksheets/sheet1.xml': 200 },
      }),
    ],
    [
      'that would fill the memory',
      'The workbook would grow from 1 MiB to 40 MiB, which no table does.',
      workbook({ sheets: [{ name: 'One', xml: ' '.repeat(40 * 1024 * 1024) }] }),
    ],
    [
      'with too many styles',
      'xl/styles.xml in the workbook has more than 16 MiB. Save it as CSV.',
      workbook({ sheets: [{ name: 'One', xml: '' }], styles: ' '.repeat(17 * 1024 * 1024) }),
    ],
    [
      'with a cell without end',
      'A cell has more than 8,388,608 characters.',
      sheetOf(
        `<row><c t="str"><v>${Array.from({ length: 1_000_000 }, (_, at) => `text ${at} `).join('')}</v></c></row>`,
      ),
    ],
    ['that is nested without end', 'The workbook is nested too deeply.', sheetOf('<row>'.repeat(200))],
    [
      'of too many files',
      'The workbook consists of 10,001 files; at most 10,000 are allowed.',
      zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, '']))),
    ],
  ])('%s is refused with the reason', async (_, why, bytes) => {
    await expect(read(bytes)).rejects.toThrow(why);
  });

  it('keeps the texts that cells share, up to a limit', () => {
    const strings = new SharedStrings(200_000);
    for (let at = 0; at < 9_000; at += 1) strings.add(`text ${at} ä`);
    expect([strings.at(0), strings.at(8_999), strings.at(9_000), strings.at(-1)]).toEqual([
      'text 0 ä',
      'text 8999 ä',
      '',
      '',
    ]);
    strings.add('');
    expect(strings.at(9_000)).toBe('');
    expect(() => strings.add('x'.repeat(200_000))).toThrow('The workbook has too many different texts');
  });
});

describe('a cell of a workbook', () => {
  const asDate = (written: string, from1904 = false) =>
    textOfCell({ type: undefined, style: 0, written }, { strings: new SharedStrings(), isDate: [true], from1904 });

  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['45658', '2025-01-01'],
    ['45658.99999', '2025-01-01T23:59:59'],
    ['45658.999999', '2025-01-02'],
    ['0.5', '12:00:00'],
    ['-1', '-1'],
    ['99999999', '99999999'],
    ['', ''],
  ])('with the date %j is %j', (written, date) => {
    expect(asDate(written)).toBe(date);
  });

  it('of a workbook of a Mac counts days from 1904', () => {
    expect([asDate('0', true), asDate('1', true), asDate('44621', true)]).toEqual([
      '1904-01-01',
      '1904-01-02',
      '2026-03-02',
    ]);
  });

  it.each([
    [0, undefined, false],
    [14, undefined, true],
    [22, undefined, true],
    [46, undefined, false],
    [164, 'yyyy\\-mm\\-dd', true],
    [164, '[$-407]d. mmmm yyyy;@', true],
    [164, 'h:mm AM/PM', true],
    [164, '[h]:mm:ss', false],
    [164, '#,##0.00 "days"', false],
    [164, '[Red]0.00;\\d0', false],
    [164, 'General', false],
    [164, '0.00E+00', false],
    [164, '_-* #,##0\\ "€"_-;@', false],
  ])('with the format %d %j holds a date: %j', (id, code, is) => {
    expect(isDateFormat(id, code)).toBe(is);
  });

  it('says in which column it is', () => {
    expect(['A1', 'Z9', 'AA10', 'xfd1', '7', ''].map(columnOf)).toEqual([0, 25, 26, 16_383, null, null]);
  });

  it('keeps a telephone number that is stored as a number', () => {
    const cell = { type: 'n', style: 0, written: '4.9151123456E+11' };
    expect(textOfCell(cell, { strings: new SharedStrings(), isDate: [], from1904: false })).toBe('491511234560');
  });
});
