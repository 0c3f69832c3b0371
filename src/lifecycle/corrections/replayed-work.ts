import { isTakenBack } from '../../clocks/cadence.js';
import type { Clock, LeadClock } from '../../clocks/clock.js';
import type { Directory } from '../../directory/directory.js';
import { system } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import type { OwnedSubject } from '../subject.js';
import { UnitOfWork } from '../unit-of-work.js';
import { isLeftOut } from './cycle-events.js';

/** A unit of work that is never saved, and matches its clocks to the existing ones. */
export class ReplayedWork extends UnitOfWork {
  /** The ids of the existing clocks, by those of the clocks of the replay. */
  readonly madeAs = new Map<string, string>();
  /** The id of the event that is being replayed. */
  tells = '';
  private readonly left: Set<LeadClock>;

  constructor(lead: LeadCase, rows: readonly LeadClock[], directory: Directory, from: Instant) {
    let made = 0;
    const makeId = () => {
      made += 1;
      return String(made).padStart(9, '0');
    };
    super([lead], directory, from, system('sla'), makeId);
    this.left = new Set(rows.filter(({ endReason }) => !isTakenBack(endReason)));
  }

  override addClock<Owned extends OwnedSubject>(lead: Owned, clock: Owned['clocks'][number]): void {
    const row = this.rowOf(clock);
    if (row === undefined) {
      super.addClock(lead, clock);
      return;
    }
    this.left.delete(row);
    this.madeAs.set(clock.id, row.id);
    const { startedAt, opensAt, dueAt, wait, target, basis, policyId, policyVersion } = row;
    super.addClock(lead, { ...clock, startedAt, opensAt, dueAt, wait, target, basis, policyId, policyVersion });
  }

  /**
   * Returns the existing clock that began at that instant; of several, the first that was made after the event.
   * Otherwise returns the first that fits, although another event began it.
   */
  private rowOf(clock: Clock): LeadClock | undefined {
    const isMeant = (row: LeadClock) =>
      row.kind === clock.kind &&
      row.step === clock.step &&
      row.assignmentId === clock.assignmentId &&
      (row.endedAt === null || row.endedAt >= this.now) &&
      isLeftOut(row) === (clock.state === 'cancelled');
    const meant = [...this.left].filter(isMeant);
    const begun = meant.filter(({ startedAt }) => startedAt === clock.startedAt || startedAt === this.now);
    return begun.find(({ id }) => id > this.tells) ?? begun[0] ?? meant[0];
  }
}
