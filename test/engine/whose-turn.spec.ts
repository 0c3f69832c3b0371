import { expect, it } from '@jest/globals';
import { type ClockKind, NEXT_MAX } from '../../src/clocks/clock.js';
import { whoseTurn } from '../../src/engine/worker.js';

const NOW = 1_000;
const leads = { serves: ['firstTouch'] as ClockKind[] };
const queue = { serves: ['queue'] as ClockKind[] };
const reps = { serves: ['absenceStart', 'absenceEnd'] as ClockKind[] };
const workers = [reps, leads, queue];

const at = (instant: number, ...kinds: ClockKind[]) => kinds.map((kind) => ({ kind, at: instant }));

it('nobody has a turn while nothing is due', () => {
  expect(whoseTurn(workers, [], NOW)).toEqual([]);
  expect(whoseTurn(workers, at(NOW + 1, 'firstTouch', 'queue'), NOW)).toEqual([]);
});

it('those have a turn of whose clocks one is due, in the order of their turns', () => {
  const next = [...at(NOW - 5, 'queue'), ...at(NOW, 'absenceEnd'), ...at(NOW + 1, 'firstTouch')];
  expect(whoseTurn(workers, next, NOW)).toEqual([reps, queue]);
});

it('whoever is in the middle of something goes on, though no clock tells of it', () => {
  expect(whoseTurn([leads, { ...queue, isUnderWay: true }], [], NOW)).toEqual([{ ...queue, isUnderWay: true }]);
});

it('behind a backlog of one kind everybody has a turn', () => {
  const backlog = Array.from({ length: NEXT_MAX }, () => at(NOW, 'firstTouch')[0]!);
  expect(whoseTurn(workers, backlog, NOW)).toEqual(workers);
  expect(whoseTurn(workers, backlog.slice(1), NOW)).toEqual([leads]);
});
