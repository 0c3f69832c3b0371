import { expect, it } from '@jest/globals';
import { daysOf, woven } from '../../../src/console/web/parts/story.js';

const entry = (id: string, occurredAt: string, text = id) => ({ id, occurredAt, text });

it('a story names each day once, and its zone not at all', () => {
  const story = daysOf(
    [
      entry('a', '2026-03-02T08:05:00.000Z', 'Due Mon 2 Mar 2026, 16:10 (Europe/Berlin)'),
      entry('b', '2026-03-02T22:59:59.000Z', 'Paused until Wed 2 Sept 2026, 09:00 (Europe/Berlin)'),
      entry('c', '2026-03-02T23:00:00.000Z', 'Due Tue 3 Mar 2026, 09:00 (America/New_York)'),
    ],
    'Europe/Berlin',
  );
  expect(story.map(({ day, lines }) => [day, ...lines.map(({ time, text }) => `${time} ${text}`)])).toEqual([
    ['Mon 2 Mar 2026', '09:05 Due 16:10', '23:59 Paused until Wed 2 Sept 2026, 09:00'],
    ['Tue 3 Mar 2026', '00:00 Due 09:00 (America/New_York)'],
  ]);
});

it('what else happened is told in its place, as far as the story was read', () => {
  const story = [entry('a', '2026-03-02T08:00:00.000Z'), entry('c', '2026-03-02T10:00:00.000Z')];
  const others = [entry('d', '2026-03-02T11:00:00.000Z'), entry('b', '2026-03-02T09:00:00.000Z')];
  const ids = (hasMore: boolean) => woven(story, others, hasMore).map(({ id }) => id);
  expect([ids(false), ids(true)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c'],
  ]);
});
