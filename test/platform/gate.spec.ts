import { describe, expect, it } from '@jest/globals';
import { Gate } from '../../src/platform/running/gate.js';

/** Records the callers in the order in which they were admitted. */
function visitors(gate: Gate) {
  const inside: string[] = [];
  let left = 0;
  return {
    inside,
    enter: (who: string) => gate.enter(who, () => inside.push(who)),
    leave: async () => {
      gate.leave(inside[left]!);
      left += 1;
      await null;
    },
  };
}

describe('a gate', () => {
  it('admits requests at once while it has free places, even if one caller takes all', () => {
    const { inside, enter } = visitors(new Gate(3, 10));
    for (const who of ['a', 'a', 'a', 'a']) expect(enter(who)).toBe(true);
    expect(inside).toEqual(['a', 'a', 'a']);
  });

  it('admits waiting callers in turn, however many requests each has sent', async () => {
    const { inside, enter, leave } = visitors(new Gate(1, 10));
    for (const who of ['a', 'a', 'a', 'a', 'b', 'c', 'b']) enter(who);
    for (let turn = 0; turn < 6; turn += 1) await leave();
    expect(inside).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('refuses a caller beyond its waiting limit, and still admits others', async () => {
    const { inside, enter, leave } = visitors(new Gate(1, 2));
    expect(['a', 'a', 'a', 'a', 'b'].map(enter)).toEqual([true, true, true, false, true]);
    await leave();
    expect(enter('a')).toBe(true);
    for (let turn = 0; turn < 3; turn += 1) await leave();
    expect(inside).toEqual(['a', 'a', 'b', 'a', 'a']);
  });

  it('gives nobody more than their share, however many places are free', async () => {
    const { inside, enter, leave } = visitors(new Gate(3, 10, 2));
    for (const who of ['a', 'a', 'a', 'a', 'b']) enter(who);
    expect(inside).toEqual(['a', 'a', 'b']);
    await leave();
    expect(inside).toEqual(['a', 'a', 'b', 'a']);
    await leave();
    await leave();
    expect(inside).toEqual(['a', 'a', 'b', 'a', 'a']);
    for (const who of ['a', 'c', 'd']) enter(who);
    expect(inside).toEqual(['a', 'a', 'b', 'a', 'a', 'c']);
  });

  it('has all its places again when all callers have left', async () => {
    const { inside, enter, leave } = visitors(new Gate(2, 2));
    for (const who of ['a', 'a', 'b']) enter(who);
    for (let turn = 0; turn < 3; turn += 1) await leave();
    for (const who of ['c', 'c', 'c']) enter(who);
    expect(inside).toEqual(['a', 'a', 'b', 'c', 'c']);
  });

  it('admits thousands of waiting requests that each leave at once', async () => {
    const gate = new Gate(1, 10_000);
    let left = 0;
    for (let visitor = 0; visitor < 10_000; visitor += 1)
      gate.enter('a', () => {
        left += 1;
        if (visitor > 0) gate.leave('a');
      });
    gate.leave('a');
    await new Promise((resolve) => setImmediate(resolve));
    expect(left).toBe(10_000);
  });
});
