import type { HandoffClock } from '../../clocks/clock.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { HandoffCase } from '../handoff-case.js';
import { whoAnswers } from '../stages/handoff-stages.js';

/** What is asked of somebody who has it no longer, and of whom it is asked from now on. */
export type Successor = {
  /** Null where nobody was known. */
  readonly fromRepId: string | null;
  readonly repId: string;
} & (
  | { readonly part: 'giver'; readonly clocks: readonly HandoffClock[] }
  | { readonly part: 'receiver'; readonly place: number }
  | { readonly part: 'question'; readonly questionId: string }
  | { readonly part: 'blocker'; readonly blockerId: string }
);

/**
 * Who has to do with a handoff by now. A deal or an account that changes hands takes along what its giver owes. What
 * people had to process who have left is processed by whoever it would be handed over to now; who is away keeps theirs.
 * What is asked of a party is asked of whoever answers for it. Where there is nobody else, nothing changes: whoever
 * decides is told of what is missed.
 */
export function successorsOf(
  { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  subject: HandoffCase,
): Successor[] {
  const isThere = (repId: string | null) => repId !== null && directory.rep(repId)?.active === true;
  const giver = subject.ownerId;
  const theirs = subject.clocks.filter(
    ({ kind, state, repId }) =>
      state === 'running' && (kind === 'handoffException' || kind === 'handoffClientTold') && repId !== giver,
  );
  const successors: Successor[] = [];
  if (giver !== null && theirs.length > 0)
    successors.push({ part: 'giver', clocks: theirs, fromRepId: theirs[0]!.repId, repId: giver });

  const answers = new Map<number, string>();
  for (const { place, state, ownerRepId: fromRepId } of subject.receivers) {
    const { teamId, ownerOfDoneRepId } = subject.kind.body.receivers[place - 1]!;
    const hasLeft = state !== 'done' && !isThere(fromRepId);
    const successor = hasLeft
      ? whoAnswers({ directory, now }, { teamId, ownerOfDoneRepId, giverRepId: giver })
      : fromRepId;
    const repId = isThere(successor) ? successor : fromRepId;
    answers.set(place, repId);
    if (repId !== fromRepId) successors.push({ part: 'receiver', place, fromRepId, repId });
  }

  const isRunning = subject.handoff.state === 'running';
  for (const { id: questionId, answeredAt, toGiver, toRepId: fromRepId, place } of isRunning ? subject.questions : []) {
    const repId = toGiver ? giver : answers.get(place)!;
    if (answeredAt === null && repId !== null && repId !== fromRepId)
      successors.push({ part: 'question', questionId, fromRepId, repId });
  }

  for (const { id: blockerId, resolvedAt, ownerRepId: fromRepId, recordId } of subject.blockers) {
    if (resolvedAt !== null || isThere(fromRepId)) continue;
    const place = subject.records.find(({ id }) => id === recordId)?.place;
    const repId = place === undefined ? subject.kind.body.escalation.deciderRepId : answers.get(place)!;
    if (isThere(repId)) successors.push({ part: 'blocker', blockerId, fromRepId, repId });
  }
  return successors;
}
