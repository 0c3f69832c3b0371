import { describe, expect, it } from '@jest/globals';
import type { EventType } from '../../src/events/event.js';
import { judge } from '../../src/verification/judging.js';
import { Replay } from '../../src/verification/replay.js';
import { verifiedSubjects } from '../../src/verification/verified-subjects.store.js';

const ID = '019cafc2-1a00-7000-8000-000000000001';

/** Replays events with these numbers, by default of a lead, in the order in which they are read. */
function replayed(seqs: readonly number[], types: Readonly<Record<number, string>> = {}, subjectType = 'lead') {
  const replay = new Replay(verifiedSubjects());
  for (const seq of seqs) {
    const type = (types[seq] ?? (seq === 1 ? 'lead.received' : 'lead.updated')) as EventType;
    const place = { epoch: 1, xid: String(99 + seq), feedSeq: seq, isOrdered: true, isOfEpoch: true };
    replay.take({ type, at: seq, subjectType, subjectId: ID, seq, data: {}, ...place });
  }
  return replay.subjects.get(`${subjectType} ${ID}`)!;
}

describe('the events of a subject', () => {
  it.each([
    [[1, 2, 3], []],
    [[1, 3, 4], ['event 2 is missing']],
    [
      [1, 4, 7],
      ['events 2 to 3 are missing', 'events 5 to 6 are missing'],
    ],
    [[1, 2, 2, 3], ['there is more than one event 2']],
    [[5, 6, 7], []],
    [[5, 7], ['event 6 is missing']],
  ])('%j: %j', (seqs, faults) => {
    expect(replayed(seqs).faults).toEqual(faults);
  });

  it.each([
    ['of a greater transaction', [1, '105', 3], [1, '100', 4], ['event 2 comes before event 1 in the feed']],
    [
      'of the same transaction, with a later number',
      [1, '105', 4],
      [1, '105', 3],
      ['event 2 comes before event 1 in the feed'],
    ],
    ['of the same transaction, with an earlier number', [1, '105', 3], [1, '105', 4], []],
    ['of a smaller transaction, as a number and not as text', [1, '99', 3], [1, '100', 4], []],
    ['of a former epoch', [1, '105', 3], [2, '100', 4], []],
  ] as const)('are in the order of the feed: the one before is %s', (_what, former, later, faults) => {
    const replay = new Replay(verifiedSubjects());
    for (const [index, [epoch, xid, feedSeq]] of [former, later].entries())
      replay.take({
        ...{ type: 'config.changed', at: 0, subjectType: 'pool', subjectId: ID, seq: index + 1, data: {} },
        ...{ epoch, xid, feedSeq, isOrdered: true, isOfEpoch: true },
      });
    expect(replay.subjects.get(`pool ${ID}`)!.faults).toEqual(faults);
  });

  it('begin with the first event of their subject, which occurs nowhere else', () => {
    expect(replayed([1], { 1: 'lead.updated' }).faults).toEqual(['event 1 is lead.updated and not lead.received']);
    expect(replayed([1, 2], { 2: 'lead.received' }).faults).toEqual([
      'event 2 is lead.received, which is always the first',
    ]);
  });

  it('must all be of known types', () => {
    expect(replayed([1, 2], { 2: 'lead.sold' }).faults).toEqual(['event 2 is lead.sold, which is no event']);
    expect(replayed([1, 2], { 2: 'toString' }).faults).toEqual(['event 2 is toString, which is no event']);
  });

  it('yield no story for a subject without an owner, nor without their beginning', () => {
    expect(replayed([1], { 1: 'config.changed' }, 'rep')).toMatchObject({ faults: [], story: null });
    expect(replayed([2]).story).toBeNull();
    expect(replayed([1]).story).not.toBeNull();
  });
});

it('a subject without a row differs, whatever events are left', () => {
  for (const seqs of [[1], [2]])
    expect(judge({ replayed: replayed(seqs), held: undefined }, 0)).toEqual([
      { row: `lead ${ID}`, fault: 'the ledger has it, but there is no such row' },
    ]);
  const rep = replayed([1], { 1: 'config.changed' }, 'rep');
  expect(judge({ replayed: rep, held: undefined }, 0)).toEqual([]);
});
