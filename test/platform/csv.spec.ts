import { describe, expect, it } from '@jest/globals';
import { toCsv } from '../../src/platform/values/csv.js';

const cellsOf = (cells: readonly string[], options?: { readonly hasFigures: boolean }) =>
  toCsv([cells], options).trim().split(',');

describe('a file in CSV', () => {
  it('marks what a spreadsheet would take for a formula', () => {
    for (const options of [undefined, { hasFigures: true }])
      expect(cellsOf(['=1+1', '+1', '-1+1', '-A1', '-', '@x'], options)).toEqual([
        ...["'=1+1", "'+1", "'-1+1", "'-A1", "'-", "'@x"],
      ]);
  });

  it('marks what begins a cell where a spreadsheet separates cells by semicolons', () => {
    for (const options of [undefined, { hasFigures: true }])
      expect(cellsOf(['a;=1+1', 'a;-1', 'a; @x', 'a\t+1', 'a;b=1', 'a-1', ';;', 'a -1;5'], options)).toEqual([
        ...["a;'=1+1", "a;'-1", "a; '@x", "a\t'+1", 'a;b=1', 'a-1', ';;', 'a -1;5'],
      ]);
    expect(cellsOf(['a\n=1+1', 'a;"=1+1"'])).toEqual([`"a\n'=1+1"`, `"a;""'=1+1"""`]);
    // In a time that grows with the length of the text alone.
    expect(cellsOf([`;${'" '.repeat(100_000)}-`])[0]).toContain(`'-`);
  });

  it('keeps negative numbers as they are where it holds figures, and marks them in texts of people', () => {
    expect(cellsOf(['-5', '-0.25', '-6000.00', '7'], { hasFigures: true })).toEqual(['-5', '-0.25', '-6000.00', '7']);
    expect(cellsOf(['-5', '7'])).toEqual(["'-5", '7']);
  });
});
