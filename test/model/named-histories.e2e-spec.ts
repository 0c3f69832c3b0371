import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Arena } from './arena.js';
import { describeWrong, judge } from './judging.js';
import { NAMED } from './named-histories.js';

let arena: Arena;
beforeAll(async () => {
  arena = await Arena.open(1);
});
afterAll(() => arena.close());

it.each(Object.entries(NAMED))('%s', async (_, { story, owed }) => {
  const [played] = await arena.play([story], null);
  const differences = judge(played!);
  if (differences.length > 0) throw new Error(describeWrong(played!, differences));
  const [seen] = await arena.seeLast();
  const running = seen!.clocks.filter((clock) => / (running|paused) /.test(clock) && !clock.startsWith('leadResponse'));
  expect(running.map((clock) => clock.split(' ').slice(0, 2).join(' '))).toEqual(owed);
});
