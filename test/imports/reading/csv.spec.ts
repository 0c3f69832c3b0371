import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { ENCODED } from './encoded.js';
import { readCsv } from './reading.js';

const text = (lines: string) => Buffer.from(lines);
const cellsOf = (read: ReturnType<typeof readCsv>) => read.rows.map((row) => ('cells' in row ? row.cells : row.why));

describe('reading a CSV', () => {
  it('recognises the separator outside quotes', () => {
    expect(readCsv(text('a;b;c\n"1,5";"x,y,z";3\n"2,5";"u,v";4\n')).form.separator).toBe(';');
    expect(readCsv(text('a\tb\n1, 2, 3\t4\n')).form.separator).toBe('\t');
    expect(readCsv(text('sep=|\r\na|b\r\n1;1|2\r\n')).rows).toEqual([{ number: 2, cells: ['1;1', '2'] }]);
    expect(readCsv(text('email\nann@example.com\n')).columns).toEqual(['email']);
  });

  it('gives up only the row with a broken quote', () => {
    const read = readCsv(
      text('id,name,city\n1,Ann,Bonn\n2,"Bo,Köln\n3,"Cem",Ulm\n4,"5"" pipe",Kiel\n5,"x"y,Trier\n6,a"b,Jena\n'),
    );
    expect(read.rows).toEqual([
      { number: 2, cells: ['1', 'Ann', 'Bonn'] },
      { number: 3, why: 'The quote that begins cell 2 is not closed, or is followed by more text.' },
      { number: 4, cells: ['3', 'Cem', 'Ulm'] },
      { number: 5, cells: ['4', '5" pipe', 'Kiel'] },
      { number: 6, why: 'The quote that begins cell 2 is not closed, or is followed by more text.' },
      { number: 7, cells: ['6', 'a"b', 'Jena'] },
    ]);
  });

  it('finds a quote that is never closed within bounded memory, and reads the rows after it', () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `${index},${index === 500 ? '"' : ''}plain text of a row`,
    );
    const read = readCsv(text(`id,text\n${rows.join('\n')}\n`), 64 * 1024);
    expect(read.rows).toHaveLength(100_000);
    expect(read.rows.flatMap((row) => ('why' in row ? [row.number] : []))).toEqual([502]);
  });

  it('refuses rows whose cells do not fit the columns', () => {
    const read = readCsv(text(`a,b\n1\n1,2,,\n1,2,3\n1,${'x'.repeat(10_000)}\n1,${'x'.repeat(10_001)}\n\n \n9,9`));
    expect(read.rows.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 9]);
    expect(read.rows.flatMap((row) => ('why' in row ? [row.why] : []))).toEqual([
      'It has 3 cells, but the file has 2 columns.',
      '"b" has 10,001 characters; at most 10,000 are allowed.',
    ]);
  });

  it('names every column once', () => {
    expect(readCsv(text('\n\n a ,A,,"two\nlines",,\n1\n')).columns).toEqual(['a', 'A (2)', 'Column 3', 'two lines']);
  });

  it('takes 1,000 columns and no more', () => {
    const names = (count: number) => text(Array.from({ length: count }, (_, index) => `c${index}`).join(','));
    expect(readCsv(names(1_000)).columns).toHaveLength(1_000);
    expect(() => readCsv(names(10_000))).toThrow('The file has 10,000 columns; at most 1,000 are allowed.');
  });

  it('refuses what has no lines', () => {
    expect(() => readCsv(Buffer.alloc(5_000_000, 'x'), 100_000)).toThrow(
      'Row 1 has more than 1,048,576 characters without a line break.',
    );
  });

  it.each(Object.entries(ENCODED))('recognises %s', (encoding, { base64, row }) => {
    const { rows, form } = readCsv(Buffer.from(base64, 'base64'));
    expect([form.encoding, 'cells' in rows[0]! && rows[0].cells]).toEqual([encoding, row]);
  });

  it('decides on the encoding where it first matters, however far into the file', () => {
    const rows = 'x,'.padEnd(200, 'y').concat('\n').repeat(2_000);
    const read = readCsv(Buffer.from(`a,b\n${rows}Müller,Köln\n`, 'latin1'), 10_000);
    expect(cellsOf(read).at(-1)).toEqual(['Müller', 'Köln']);
    expect(cellsOf(readCsv(Buffer.from(`a,b\n${rows}Müller,日本\n`), 10_000)).at(-1)).toEqual(['Müller', '日本']);
  });

  it('recognises UTF-16 without a mark', () => {
    const bytes = Buffer.from('name,city\nMüller,Köln\n', 'utf16le');
    expect(cellsOf(readCsv(bytes))).toEqual([['Müller', 'Köln']]);
    expect(cellsOf(readCsv(Buffer.from(bytes).swap16()))).toEqual([['Müller', 'Köln']]);
  });

  it('has no columns if the file is empty', () => {
    expect(readCsv(Buffer.alloc(0)).columns).toBeNull();
  });

  it('reads a real file as another reader does', () => {
    const file = 'demo/leads.csv';
    const bytes = readFileSync(file);
    const others = parse(bytes, { bom: true }) as string[][];
    expect(cellsOf(readCsv(bytes, 1_000))).toEqual(others.slice(1));
  });
});
