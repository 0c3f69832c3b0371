import { describe, expect, it } from '@jest/globals';
import { undoingOf } from '../../src/lifecycle/corrections/undoing.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import { aDirectory } from '../leads/directory.builder.js';
import { aTenure } from './lifecycle.builder.js';

const directory = aDirectory({ reps: ['ann', 'bo', 'cy', 'di'].map((id) => ({ id, name: id })) });
const SPAN = { from: 10, to: 20 };

/** Each tenure: who had the lead, from when and why; the last one is open. */
function undoing(...had: readonly (readonly [repId: string | null, fromAt: number, cause: Tenure['cause']])[]) {
  const tenures = had.map(([repId, fromAt, cause], index) =>
    aTenure({ id: `${index}`, repId, fromAt, cause, untilAt: had[index + 1]?.[1] ?? null }),
  );
  const lead = { id: 'lead', status: 'open' as const, cycle: 1, ownerId: tenures.at(-1)!.repId };
  const made = undoingOf({ lead, tenures, worked: [] }, SPAN, directory, 30);
  return made && { to: made.toRepId, moves: made.moves.length, left: made.left };
}

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

  it('never goes back to the queue', () => expect(undoing([null, 0, 'intake'], ['bo', 11, 'breach'])).toBeNull());
});
