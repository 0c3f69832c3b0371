import { describe, expect, it } from '@jest/globals';
import { undoingOf } from '../../src/lifecycle/corrections/undoing.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import { aDirectory } from '../leads/directory.builder.js';
import { aTenure } from './lifecycle.builder.js';

const REPS = ['ann', 'bo', 'cy', 'di'].map((id) => ({ id, name: id }));
const SPAN = { from: 10, to: 20 };

type Had = readonly [repId: string | null, fromAt: number, cause: Tenure['cause']];

interface Circumstances {
  readonly worked?: { readonly repId: string | null; readonly at: number };
  readonly absence?: { readonly fromAt: number; readonly toAt: number; readonly coverRepId: string | null };
}

/** Each tenure: who had the lead, from when and why; the last one is open. @param absence of Ann */
function undoingIn(had: readonly Had[], { worked, absence }: Circumstances) {
  const directory = aDirectory({ reps: REPS, absences: absence === undefined ? {} : { ann: [absence] } });
  const tenures = had.map(([repId, fromAt, cause], index) =>
    aTenure({ id: `${index}`, repId, fromAt, cause, untilAt: had[index + 1]?.[1] ?? null }),
  );
  const lead = { id: 'lead', status: 'open' as const, cycle: 1, ownerId: tenures.at(-1)!.repId };
  const works = worked === undefined ? [] : [{ leadId: 'lead', ...worked }];
  const made = undoingOf({ lead, tenures, worked: works }, SPAN, directory, 30);
  return made && { to: made.toRepId, moves: made.moves.length, left: made.left };
}

const undoing = (...had: readonly Had[]) => undoingIn(had, {});

const MOVED: readonly Had[] = [
  ['ann', 0, 'intake'],
  ['bo', 11, 'breach'],
];

describe('a lead that moved because of a breach', () => {
  it('goes back to its owner before the first of consecutive moves', () =>
    expect(undoing(['ann', 0, 'intake'], ['bo', 10, 'breach'], ['cy', 19, 'breach'])).toEqual({
      to: 'ann',
      moves: 2,
      left: null,
    }));

  it('goes back only moves within the span', () => {
    expect(undoing(['ann', 0, 'intake'], ['bo', 9, 'breach'], ['cy', 10, 'breach'])).toMatchObject({
      to: 'bo',
      moves: 1,
    });
    expect(undoing(['ann', 0, 'intake'], ['bo', 20, 'breach'])).toBeNull();
  });

  it('goes back to the rep to whom a person gave it in between', () =>
    expect(
      undoing(['ann', 0, 'intake'], ['bo', 11, 'breach'], ['cy', 12, 'manual'], ['di', 13, 'breach']),
    ).toMatchObject({ to: 'cy', moves: 1, left: null }));

  it('stays where it has gone since', () => {
    expect(undoing(['ann', 0, 'intake'], ['bo', 11, 'breach'], ['cy', 25, 'breach'])).toMatchObject({
      left: 'movedAgain',
    });
    expect(undoing(['ann', 0, 'intake'], ['bo', 11, 'breach'], [null, 12, 'absence'])).toMatchObject({
      left: 'movedAgain',
    });
  });

  it('has not moved by moves that were undone, whoever undid them', () => {
    const undone: readonly Had[] = [...MOVED, ['ann', 12, 'undone']];
    expect(undoing(...undone)).toBeNull();
    expect(undoing(...undone, ['cy', 13, 'breach'])).toEqual({ to: 'ann', moves: 1, left: null });
    expect(undoing(...undone, ['cy', 13, 'manual'])).toBeNull();
  });

  it('goes back as if a reassignment that was undone since had never been', () =>
    expect(undoing(['ann', 0, 'intake'], ['bo', 11, 'breach'], ['cy', 12, 'manual'], ['bo', 13, 'undone'])).toEqual({
      to: 'ann',
      moves: 1,
      left: null,
    }));

  it('goes back further if the later moves were undone first', () =>
    expect(undoing(['ann', 0, 'intake'], ['bo', 10, 'breach'], ['cy', 25, 'breach'], ['bo', 26, 'undone'])).toEqual({
      to: 'ann',
      moves: 1,
      left: null,
    }));

  it('has been worked on if that was after the move, or by somebody else in the same millisecond', () => {
    const by = (repId: string | null, at: number) => undoingIn(MOVED, { worked: { repId, at } });
    // A milestone names no rep, and may have been reached just before the move.
    expect([by(null, 11), by(null, 12), by('bo', 11), by('bo', 10), by('ann', 12)].map((one) => one!.left)).toEqual([
      null,
      'worked',
      'worked',
      null,
      null,
    ]);
  });

  it('goes to the rep who stands in for its former owner, or stays while nobody does', () => {
    const to = (coverRepId: string | null) => undoingIn(MOVED, { absence: { fromAt: 25, toAt: 35, coverRepId } });
    expect([to('cy'), to(null), to('bo')]).toEqual([
      { to: 'cy', moves: 1, left: null },
      { to: 'ann', moves: 1, left: 'ownerAway' },
      { to: 'ann', moves: 1, left: 'ownerAway' },
    ]);
  });

  it('never goes back to the queue', () => expect(undoing([null, 0, 'intake'], ['bo', 11, 'breach'])).toBeNull());
});
