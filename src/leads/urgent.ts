import type { Clock } from '../clocks/clock.js';

/** Where more leads match, they are not counted. */
export const COUNT_MAX = 100_000;

/** The clock of a lead that is due next, of those of its cycle that run or were missed and are still owed. */
export function nextDueOf<C extends Clock>(clocks: readonly C[], cycle: number): C | undefined {
  const due = clocks.filter((clock) => clock.cycle === cycle && hasDeadline(clock));
  return due.reduce<C | undefined>(
    (next, each) => (next === undefined || each.dueAt! < next.dueAt! ? each : next),
    undefined,
  );
}

/** `OPEN_CLOCKS` says the same in SQL. Of a cadence the step that stands: one that was missed has been followed by another. */
function hasDeadline({ state, kind, metAt, dueAt }: Clock): boolean {
  const isOwed = state === 'running' || (state === 'breached' && kind !== 'followUp');
  return isOwed && metAt === null && dueAt !== null;
}
