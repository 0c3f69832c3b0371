import { expect, it } from '@jest/globals';
import { type ClockKind, NEXT_MAX } from '../../src/clocks/clock.js';
import { whoseTurn } from '../../src/engine/worker.js';

const NOW = 1_000;
const leads = { serves: ['firstTouch'] as ClockKind[] };
const queue = { serves: ['queue'] as ClockKind[] };
const reps = { serves: ['absenceStart', 'absenceEnd'] as ClockKind[] };
const workers = [reps, leads, queue];

const at = (instant: number, ...kinds: ClockKind[]) => kinds.map((kind) => ({ kind, at: instant }));

it('no worker has a turn while no clock is due', () => {
  expect(whoseTurn(workers, [], NOW)).toEqual([]);
  expect(whoseTurn(workers, at(NOW + 1, 'firstTouch', 'queue'), NOW)).toEqual([]);
});

it('workers with a due clock have a turn, in their order', () => {
  const next = [...at(NOW - 5, 'queue'), ...at(NOW, 'absenceEnd'), ...at(NOW + 1, 'firstTouch')];
  expect(whoseTurn(workers, next, NOW)).toEqual([reps, queue]);
});

it('a worker in the middle of its work continues without a due clock', () => {
  expect(whoseTurn([leads, { ...queue, isUnderWay: true }], [], NOW)).toEqual([{ ...queue, isUnderWay: true }]);
});

it('all workers have a turn behind a backlog of one kind', () => {
  const backlog = Array.from({ length: NEXT_MAX }, () => at(NOW, 'firstTouch')[0]!);
  expect(whoseTurn(workers, backlog, NOW)).toEqual(workers);
  expect(whoseTurn(workers, backlog.slice(1), NOW)).toEqual([leads]);
});
