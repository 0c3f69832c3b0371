import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/sql/database.js';
import { dayIn } from '../../platform/values/day.js';
import { AssignmentStore, type GivenLead, type TracedLead } from '../../routing/assignments/assignment.store.js';
import { type DealtTurn, RosterStore } from '../../routing/deciding/roster.store.js';
import { dealtMembersIn, missedByWhom } from '../../routing/deciding/trace-reading.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Undoes that reps were given leads: these no longer count in a day or week of their capacities, nor as turns in the
 * pools that dealt them. The caller holds the routing lock.
 */
@Injectable()
export class TakingLeadsBack {
  constructor(
    private readonly assignments: AssignmentStore,
    private readonly rosters: RosterStore,
  ) {}

  /** Leaves out what was taken back before, such as a lead that was declined and then goes back further. */
  async takeBack(tx: Tx, work: UnitOfWork, given: readonly GivenLead[]): Promise<void> {
    if (given.length === 0) return;
    await this.countTurns(tx, work, await this.assignments.takeBack(tx, given, work.now), -1);
  }

  /** Counts the leads again after `takeBack`. */
  async countAgain(tx: Tx, work: UnitOfWork, given: readonly GivenLead[]): Promise<void> {
    if (given.length === 0) return;
    await this.countTurns(tx, work, await this.assignments.takeBack(tx, given, null), 1);
  }

  private async countTurns(
    tx: Tx,
    { directory: { content } }: UnitOfWork,
    given: readonly GivenLead[],
    by: 1 | -1,
  ): Promise<void> {
    const dealt = await this.assignments.readDealt(tx, given);
    const { timeZone } = content.settings;
    await this.rosters.countTurns(
      tx,
      dealt.map((each) => turnOf(each, timeZone)),
      by,
    );
  }
}

function turnOf(dealt: TracedLead, timeZone: string): DealtTurn {
  const { poolId, repId, fromAt, revision } = dealt;
  const [among, missed] = [dealtMembersIn(dealt, poolId), missedByWhom(dealt, poolId)];
  return { poolId, repId, among, missed, day: dayIn(fromAt, timeZone), revision };
}
