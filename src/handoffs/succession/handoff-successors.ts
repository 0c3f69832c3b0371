import type { HandoffClock, HandoffClockKind } from '../../clocks/clock.js';
import { endClock } from '../../lifecycle/clocks/clocks.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { toIso } from '../../platform/values/duration.js';
import { deciderNow, oweDecision } from '../decisions/decision.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, runningOf, type Which } from '../handoff-clocks.js';
import { DECISION } from '../handoff-promises.js';
import { whoAnswers } from '../handoff-stages.js';
import { hasBegun, type ReceiverState } from '../receivers/receiver.js';

/** A part of a handoff that passes from one rep to another. */
type Successor = {
  /** Null if not known. */
  readonly fromRepId: string | null;
  readonly repId: string;
} & (
  | { readonly part: 'giver'; readonly clocks: readonly HandoffClock[] }
  | { readonly part: 'receiver'; readonly place: number }
  | { readonly part: 'question'; readonly questionId: string }
  | { readonly part: 'blocker'; readonly blockerId: string }
  | { readonly part: 'decider' }
);

/**
 * Returns the parts of a handoff that have a successor. What the giver owes follows the deal or the account to its new
 * owner. The part of a receiver's owner who has left goes to the rep to whom it would be handed over now; an owner who
 * is only away keeps it. A question goes to the rep who now answers for the party that was asked, unless that rep has
 * left. If there is no successor, nothing changes, and the decider is notified of what is missed.
 */
export function successorsOf(
  { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  subject: HandoffCase,
): Successor[] {
  const { state: is } = subject.handoff;
  if (is === 'cancelled') return [];
  const isThere = (repId: string | null) => repId !== null && directory.rep(repId)?.active === true;
  const giver = subject.ownerId;
  const theirs = subject.clocks.filter(
    ({ kind, state, repId }) =>
      state === 'running' && (kind === 'handoffException' || kind === 'handoffClientTold') && repId !== giver,
  );
  const successors: Successor[] = [];
  if (giver !== null && theirs.length > 0)
    successors.push({ part: 'giver', clocks: theirs, fromRepId: theirs[0]!.repId, repId: giver });
  // A done handoff may still owe the client word, but nothing else.
  if (is === 'done') return successors;

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

  const decision = runningOf(subject, DECISION);
  if (decision !== undefined && !isThere(decision.repId)) {
    const repId = deciderNow(directory, subject, now);
    if (isThere(repId)) successors.push({ part: 'decider', fromRepId: decision.repId, repId });
  }

  for (const { id: questionId, answeredAt, toGiver, toRepId: fromRepId, place } of is === 'running'
    ? subject.questions
    : []) {
    const repId = toGiver ? giver : answers.get(place)!;
    if (answeredAt === null && repId !== null && repId !== fromRepId && isThere(repId))
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

/**
 * Passes everything that a rep who leaves owes to one successor, who is notified of all handoffs at once. Questions that
 * somebody else has to answer by now, such as the new owner of the deal, go there directly.
 */
export function passTo(work: UnitOfWork, subject: HandoffCase, fromRepId: string, repId: string): void {
  for (const each of successorsOf(work, subject))
    if (each.part === 'question' && each.fromRepId === fromRepId && each.repId !== repId) inherit(work, subject, each);
  const common = { fromRepId, repId };
  const theirs = (clock: HandoffClock | undefined) => clock?.state === 'running' && clock.repId === fromRepId;
  const successors: Successor[] = [
    ...subject.receivers
      .filter(({ state, ownerRepId }) => state !== 'done' && ownerRepId === fromRepId)
      .map(({ place }) => ({ ...common, part: 'receiver' as const, place })),
    ...(theirs(runningOf(subject, DECISION)) ? [{ ...common, part: 'decider' as const }] : []),
    ...subject.questions
      .filter(({ answeredAt, toRepId }) => answeredAt === null && toRepId === fromRepId)
      .map(({ id }) => ({ ...common, part: 'question' as const, questionId: id })),
    ...subject.blockers
      .filter(({ resolvedAt, ownerRepId }) => resolvedAt === null && ownerRepId === fromRepId)
      .map(({ id }) => ({ ...common, part: 'blocker' as const, blockerId: id })),
  ];
  for (const successor of successors) {
    const facts = { part: successor.part, fromRepId, ...passPart(work, subject, successor) };
    work.record(subject, 'handoff.reassigned', { ...facts, repId });
  }
}

export function passOn(work: UnitOfWork, subject: HandoffCase): void {
  for (const successor of successorsOf(work, subject)) inherit(work, subject, successor);
}

/** What a receiver owes in each state. After a return the giver owes. */
const OWED: Readonly<Record<ReceiverState, HandoffClockKind | null>> = {
  waiting: 'handoffAcknowledge',
  accepted: 'handoffComplete',
  returned: null,
  done: null,
};

/**
 * Passes a part on to a successor and notifies them. They get the full time of the kind, as nobody answers for the time
 * of another.
 */
function inherit(work: UnitOfWork, subject: HandoffCase, successor: Successor): void {
  const { part, fromRepId, repId } = successor;
  const facts = { part, fromRepId, ...passPart(work, subject, successor) };
  work.record(subject, 'handoff.reassigned', { ...facts, repId });
  // The owner of a receiver in a later stage is notified when that stage begins.
  if (successor.part === 'receiver' && !hasBegun(subject.receiver(successor.place))) return;
  const owes = successor.part === 'giver' ? { owes: [...new Set(successor.clocks.map(({ kind }) => kind))] } : {};
  work.notify(repId, 'handoff.reassigned', subject, { ...facts, ...owes, ...dueOf(subject, successor) });
}

/** @returns facts that identify the part in events */
function passPart(work: UnitOfWork, subject: HandoffCase, successor: Successor): Readonly<Record<string, unknown>> {
  const { repId } = successor;
  switch (successor.part) {
    case 'giver':
      for (const { kind, step } of successor.clocks) passPromise(work, subject, { kind, step: step! }, repId);
      return {};
    case 'receiver': {
      const receiver = subject.receiver(successor.place);
      subject.replaceReceiver({ ...receiver, ownerRepId: repId, scheduledAt: null });
      const kind = OWED[receiver.state];
      if (kind !== null) passPromise(work, subject, { kind, step: successor.place }, repId);
      return { receiver: receiver.name };
    }
    case 'question': {
      const { questionId } = successor;
      const { number } = subject.questions.find(({ id }) => id === questionId)!;
      subject.questions = subject.questions.map((each) =>
        each.id === questionId ? { ...each, toRepId: repId } : each,
      );
      passPromise(work, subject, { kind: 'handoffQuestion', step: number }, repId);
      return { questionId, number };
    }
    case 'blocker': {
      const { blockerId } = successor;
      subject.blockers = subject.blockers.map((each) =>
        each.id === blockerId ? { ...each, ownerRepId: repId } : each,
      );
      const { number } = subject.blockers.find(({ id }) => id === blockerId)!;
      passPromise(work, subject, { kind: 'handoffBlocker', step: number }, repId);
      return { blockerId };
    }
    case 'decider':
      passPromise(work, subject, DECISION, repId);
      return {};
  }
}

/**
 * Passes a promise on. If its deadline has passed, it stays a miss of the former owner, is escalated, and is not
 * promised again.
 */
function passPromise(work: UnitOfWork, subject: HandoffCase, which: Which, repId: string): void {
  const running = runningOf(subject, which);
  if (running === undefined) return;
  const ended = endClock(work, subject, running, 'reassigned');
  if (ended.state !== 'breached') beginPromise(work, subject, which, repId);
  else {
    work.replaceClock(subject, { ...ended, nextAt: work.now });
    if (which.kind !== DECISION.kind) oweDecision(work, subject);
  }
}

/** Returns the earliest deadline of the part; null if it has none. */
function dueOf(subject: HandoffCase, successor: Successor): { readonly dueAt: string | null } {
  const dates =
    successor.part === 'blocker'
      ? subject.blockers.flatMap(({ id, dueAt }) => (id === successor.blockerId ? [dueAt] : []))
      : subject.clocks
          .filter(
            (clock) =>
              clock.state === 'running' && clock.repId === successor.repId && isOwedBy(subject, successor, clock),
          )
          .flatMap(({ dueAt }) => dueAt ?? []);
  return { dueAt: dates.length === 0 ? null : toIso(Math.min(...dates)) };
}

/** Whether a promise belongs to the part that is passed on: the successor may already owe others. */
function isOwedBy(subject: HandoffCase, successor: Successor, { kind, step }: HandoffClock): boolean {
  switch (successor.part) {
    case 'giver':
      return successor.clocks.some((each) => each.kind === kind && each.step === step);
    case 'receiver':
      return kind === OWED[subject.receiver(successor.place).state] && step === successor.place;
    case 'question':
      return (
        kind === 'handoffQuestion' &&
        subject.questions.some((each) => each.id === successor.questionId && each.number === step)
      );
    case 'blocker':
      return false;
    case 'decider':
      return kind === DECISION.kind;
  }
}
