import { expect, it } from '@jest/globals';
import { contrastOf, textOn } from '../../src/sources/hosted/contrast.js';

it.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#767676', '#ffffff', 4.54],
  ['#174f8f', '#174f8f', 1],
])('%s and %s differ by %d', (one, other, contrast) => {
  expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
  expect(contrastOf(other, one)).toBeCloseTo(contrast, 2);
});

it('text can be read on any background', () => {
  for (let grey = 0; grey < 256; grey += 1) {
    const background = `#${grey.toString(16).padStart(2, '0').repeat(3)}`;
    expect(contrastOf(textOn(background), background)).toBeGreaterThanOrEqual(4.5);
  }
});
