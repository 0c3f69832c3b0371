import type { HandoffClockKind } from '../clocks/clock.js';
import type { Receiver, ReceiverState } from '../handoffs/receiver.js';
import { whoAnswers } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { beginPromise, dropPromise } from './handoff-clocks.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What a receiver owes; while it is returned whoever gives does. */
const OWED: Readonly<Record<ReceiverState, HandoffClockKind | null>> = {
  waiting: 'handoffAcknowledge',
  accepted: 'handoffComplete',
  returned: null,
  done: null,
};

/**
 * Whoever answered for a receiver has left: whoever would be handed to now answers from here, with the time that the kind
 * gives. Where there is nobody, all stays as it is: whoever decides is told of what is missed.
 */
export function succeed(work: UnitOfWork, subject: HandoffCase, receiver: Receiver): void {
  const { name, place: step, state, ownerRepId: fromRepId } = receiver;
  const { directory } = work;
  if (state === 'done' || directory.rep(fromRepId)?.active === true) return;
  const { teamId, ownerOfDoneRepId } = subject.kind.body.receivers[step - 1]!;
  const repId = whoAnswers(work, { ownerOfDoneRepId, teamId, giverRepId: subject.ownerId });
  if (directory.rep(repId)?.active !== true) return;
  subject.replaceReceiver({ ...receiver, ownerRepId: repId, scheduledAt: null });
  work.record(subject, 'handoff.reassigned', { receiver: name, fromRepId, repId });
  const kind = OWED[state];
  if (kind !== null) {
    dropPromise(work, subject, { kind, step }, 'reassigned');
    beginPromise(work, subject, { kind, step }, repId);
  }
  work.tell(repId, 'handoff.reassigned', subject, { receiver: name, fromRepId });
}
