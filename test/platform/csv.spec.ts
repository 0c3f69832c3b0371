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

  it('keeps negative numbers as they are where it holds figures, and marks them in texts of people', () => {
    expect(cellsOf(['-5', '-0.25', '-6000.00', '7'], { hasFigures: true })).toEqual(['-5', '-0.25', '-6000.00', '7']);
    expect(cellsOf(['-5', '7'])).toEqual(["'-5", '7']);
  });
});
