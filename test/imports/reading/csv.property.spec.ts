import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readCsv } from './reading.js';

const SEPARATORS = [',', ';', '\t', '|'];
const WESTERN = 'aäöüßéèñçÀÉ€Zz09 ';

/** A cell without what the reading of a table drops: white space at its ends matters, a blank row does not. */
const cell = (letters: string) =>
  fc
    .array(fc.constantFrom(...letters, '"', ',', ';', '\t', '|', '\n', '\r\n', "'"), { maxLength: 12 })
    .map((all) => all.join(''));

const tableOf = (letters: string) =>
  fc
    .integer({ min: 2, max: 6 })
    .chain((width) =>
      fc.array(fc.array(cell(letters), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
    );

const written = (rows: readonly (readonly string[])[], delimiter: string, eol: string) =>
  stringify([['id', ...rows[0]!.slice(1).map((_, index) => `name ${index}`)], ...rows] as string[][], {
    delimiter,
    record_delimiter: eol,
    quoted: true,
  });

const ENCODERS: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

describe('a CSV', () => {
  for (const [encoding, encode] of Object.entries(ENCODERS))
    it(`in ${encoding} is read back as it was written, in pieces of any size`, () => {
      fc.assert(
        fc.property(
          tableOf('aäß€日本Жя😀Zz09 '),
          fc.constantFrom(...SEPARATORS),
          fc.constantFrom('\n', '\r\n'),
          fc.integer({ min: 1, max: 500 }),
          (rows, separator, eol, pieceBytes) => {
            const numbered = rows.map(([, ...rest], index) => [String(index), ...rest]);
            const read = readCsv(encode(written(numbered, separator, eol)), pieceBytes);
            expect(read.rows).toEqual(numbered.map((cells, index) => ({ number: index + 2, cells })));
            expect(read.form.separator).toBe(separator);
          },
        ),
      );
    });

  it('in windows-1252 is read back as it was written', () => {
    fc.assert(
      fc.property(tableOf(WESTERN), fc.constantFrom(...SEPARATORS), (rows, separator) => {
        const numbered = rows.map(([, ...rest], index) => [String(index), ...rest]);
        // Real files say a little more than three random letters.
        const named = [
          ...numbered,
          [String(rows.length), ...rows[0]!.slice(1).map(() => 'Müller-Lüdenscheidt aus Köln')],
        ];
        const bytes = Buffer.from(written(named, separator, '\r\n').replaceAll('€', '\u0080'), 'latin1');
        expect(readCsv(bytes, 100).rows).toEqual(named.map((cells, index) => ({ number: index + 2, cells })));
      }),
    );
  });

  it('never fails on bytes that are no CSV, and reads the same from pieces as at once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (noise, pieceBytes) => {
        const bytes = Buffer.concat([Buffer.from('a,b\n'), noise]);
        expect(readCsv(bytes, pieceBytes)).toEqual(readCsv(bytes));
      }),
    );
  });
});
