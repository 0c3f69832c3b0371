import { describe, expect, it } from '@jest/globals';
import { type LeadCounts, leadMapOf, leadsInWords, spanOfLeads } from '../../../src/handoffs/lead-map/lead-map.js';
import { DAY, HOUR } from '../../support/instants.js';

const step = (fields: object = {}) => ({
  ended: 0,
  kept: 0,
  missed: 0,
  unfinished: 0,
  waiting: 0,
  totalMs: 0,
  percentilesMs: null,
  ...fields,
});
const NONE = { queued: 0, movedByBreach: 0, declined: 0, closedWithoutAttempts: 0, reopened: 0 };
const SPAN = { from: 0, to: DAY };
const map = (counts: Partial<LeadCounts> = {}) =>
  leadMapOf({ steps: {}, money: [], exceptions: NONE, ...counts }, SPAN);

describe('the span of the map of leads', () => {
  const to = 1_000 * DAY;
  it.each([
    ['four weeks by default', to - 91 * DAY, false, to - 28 * DAY],
    ['as asked', to - 90 * DAY, true, to - 90 * DAY],
    ['a quarter', to - 91 * DAY, true, to - 91 * DAY],
    ['at most a quarter', to - 92 * DAY, true, to - 91 * DAY],
    ['less than four weeks', to - DAY, false, to - DAY],
  ])('is %s', (_, from, isAsked, expected) => {
    expect(spanOfLeads({ from, to }, isAsked)).toEqual({ from: expected, to });
  });
});

describe('the map of leads', () => {
  it('of no leads says so, and marks no arrow', () => {
    const drawn = map();
    expect(drawn.arrows.map(({ words, isWorst }) => [words, isWorst])).toEqual(Array(4).fill([[], false]));
    expect(drawn.mermaid).not.toContain('linkStyle');
    expect(leadsInWords(drawn)).toBe('No lead came in in this time.');
  });

  it('marks the arrow with the most misses, and among equals the one with the larger share', () => {
    const steps = {
      queue: step({ ended: 10, kept: 10 }),
      touch: step({ ended: 6, kept: 6, missed: 3, unfinished: 1, waiting: 2 }),
      decision: step({ ended: 2, kept: 2, missed: 3 }),
    };
    const { arrows, worst, mermaid } = map({ steps });
    expect(arrows.map(({ isWorst }) => isWorst)).toEqual([false, false, false, true]);
    expect(worst).toBe('First touch → Decision: 3 of 5 leads missed a follow-up, an acceptance or the decision.');
    expect(mermaid).toContain('linkStyle 3');
    expect(arrows[2]).toMatchObject({ waiting: 2, taken: { running: 1, missed: 3 }, stalls: { unfinished: 1 } });
    expect(arrows[2]!.words).toEqual(['10 leads, 3 late, 2 wait now']);
  });

  it('names what happens besides, the most frequent first', () => {
    const exceptions = { ...NONE, declined: 1, movedByBreach: 4 };
    const steps = { queue: step({ ended: 5, kept: 5 }), touch: step({ ended: 5, kept: 5, percentilesMs: [HOUR] }) };
    const drawn = map({ steps, exceptions });
    expect(drawn.exceptions.map(({ about }) => about)).toEqual(['movedByBreach', 'declined']);
    expect(leadsInWords(drawn)).toMatch(
      /No promise was missed on the way\. Besides: moved .* \(4 times\); declined .* \(once\)\.$/,
    );
  });

  it('is drawn in one row, within its frame', () => {
    const { width, height, boxes } = map().drawing;
    expect(boxes).toHaveLength(5);
    for (const [index, box] of boxes.entries()) {
      expect(box.x + box.width <= (boxes[index + 1]?.x ?? width)).toBe(true);
      expect(box.y >= 0 && box.y + box.height <= height).toBe(true);
    }
  });
});
