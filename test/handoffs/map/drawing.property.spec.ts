import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawingOf, wrapped } from '../../../src/handoffs/map/drawing.js';
import type { HandoffMap } from '../../../src/handoffs/map/kind-map.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
const stage = fc.record({
  name: text,
  team: text,
  ownerOfDone: text,
  acceptsWithin: text,
  doneWithin: text,
  output: text,
  input: fc.array(text, { maxLength: 12 }),
});
/** Each receiver is in a new stage or in that of the one before it, or there are no stages. */
const stages = fc
  .record({
    all: fc.array(fc.record({ stage, isNext: fc.boolean() }), { minLength: 1, maxLength: 6 }),
    has: fc.boolean(),
  })
  .map(({ all, has }) =>
    all.map(({ stage: each }, index) => {
      const place = all.slice(1, index + 1).filter(({ isNext }) => isNext).length;
      return { ...each, stage: has ? `Stage ${place}` : null, after: has && place > 0 ? `Stage ${place - 1}` : null };
    }),
  );
const map: fc.Arbitrary<HandoffMap> = fc.record({
  moment: text,
  giver: text,
  stages,
  exceptions: fc.array(fc.record({ name: text, treatment: fc.constant('escalate' as const), words: text }), {
    maxLength: 4,
  }),
  decider: fc.option(fc.record({ name: text, within: text, needs: text })),
});
const words = fc.record({ words: fc.array(text, { maxLength: 3 }), isWorst: fc.boolean() });

it('a drawing has no overlapping boxes, and everything is within its frame', () => {
  fc.assert(
    fc.property(map, fc.array(words, { maxLength: 13 }), (drawn, said) => {
      const { width, height, boxes, texts, arrows } = drawingOf(drawn, said);
      for (const [index, one] of boxes.entries()) {
        expect(one.x >= 0 && one.y >= 0).toBe(true);
        expect(one.x + one.width <= width && one.y + one.height <= height).toBe(true);
        for (const other of boxes.slice(index + 1)) {
          const isApart = one.x + one.width <= other.x || other.x + other.width <= one.x;
          expect(isApart || one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true);
        }
      }
      for (const { x, y } of texts) expect(x > 0 && x < width && y > 0 && y <= height).toBe(true);
      const worst = said.slice(0, 1 + 2 * drawn.stages.length).filter(({ isWorst }) => isWorst).length;
      expect(arrows.filter(({ isWorst }) => isWorst)).toHaveLength(worst);
    }),
  );
});

it('lines have a maximum number of letters, and omitted text is marked', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (said, letters) => {
      const lines = wrapped(said, letters);
      expect(lines.length).toBeLessThanOrEqual(5);
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(letters);
      if (!lines.at(-1)!.endsWith('…')) expect(lines.join('').replaceAll(/\s/g, '')).toBe(said.replaceAll(/\s/g, ''));
    }),
  );
});
