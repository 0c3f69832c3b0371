import { endClocks } from '../lifecycle/clocks/clocks.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { enterState } from './handoff.js';
import type { HandoffCase } from './handoff-case.js';
import { runningOf } from './handoff-clocks.js';
import { TO_CLIENT } from './handoff-promises.js';
import type { Receiver } from './receivers/receiver.js';

/** What ended a handoff: its last receiver, or the promise to the client if that was settled later. */
type EndedBy = { readonly receiver: string; readonly repId: string } | { readonly by: 'clientTold' | 'clientMissed' };

/** Whether all receivers are done and only the promise to the client is open. */
export function waitsForClient(subject: HandoffCase): boolean {
  return subject.handoff.state === 'running' && isProcessed(subject) && runningOf(subject, TO_CLIENT) !== undefined;
}

/**
 * Records that a receiver is done. After the last one, the handoff is done too, unless the client still waits for word
 * of it.
 */
export function receiverIsDone(
  work: UnitOfWork,
  subject: HandoffCase,
  receiver: { readonly name: string; readonly ownerRepId: string },
): void {
  const by = { receiver: receiver.name, repId: receiver.ownerRepId };
  if (isProcessed(subject) && runningOf(subject, TO_CLIENT) === undefined) endHandoff(work, subject, by);
  else {
    const { state, formVersion } = subject.handoff;
    work.record(subject, 'handoff.done', { ...by, state, formVersion });
  }
}

/** Ends the handoff after the promise to the client was kept or missed, if all receivers are done. */
export function clientIsSettled(work: UnitOfWork, subject: HandoffCase, by: 'clientTold' | 'clientMissed'): void {
  if (subject.handoff.state === 'running' && isProcessed(subject)) endHandoff(work, subject, { by });
}

/**
 * Returns what is open in a handoff: what its form lacks while it is not handed over, blockers that nobody has
 * resolved, and entries of checklists.
 */
export function openIn(subject: HandoffCase): Fault[] {
  if (subject.handoff.state === 'draft')
    return subject.missing().map(({ pointer, text }) => fault(`/form${pointer}`, 'missing', text));
  const blockers = subject.blockers.flatMap(({ text, resolvedAt }, place) =>
    resolvedAt === null ? [fault(`/blockers/${place}`, 'open', `The blocker “${text}”.`)] : [],
  );
  const entries = subject.receivers.flatMap((receiver) =>
    uncheckedOf(subject, receiver).map((each) => ({ ...each, message: `${receiver.name}: “${each.message}”.` })),
  );
  return [...blockers, ...entries];
}

/** Returns the entries of a receiver's checklist that are not done, each in its own words. */
export function uncheckedOf({ kind }: HandoffCase, { place, checked }: Receiver): Fault[] {
  return kind.body.receivers[place - 1]!.checklist.flatMap(({ text }, entry) =>
    checked.includes(entry) ? [] : [fault(`/receivers/${place - 1}/checklist/${entry}`, 'open', text)],
  );
}

function isProcessed({ receivers }: HandoffCase): boolean {
  return receivers.every(({ state }) => state === 'done');
}

function endHandoff(work: UnitOfWork, subject: HandoffCase, by: EndedBy): void {
  subject.handoff = enterState(subject.handoff, 'done', work.now);
  const { state, formVersion } = subject.handoff;
  work.record(subject, 'handoff.done', { ...by, state, formVersion, workingSeconds: wholeTime(work, subject) });
  endClocks(work, subject, 'handoffDone');
}

/** Returns the working time since the handover in seconds, by the company's hours, as several people had it. */
function wholeTime(work: UnitOfWork, subject: HandoffCase): number {
  const { working } = work.directory.hours.ofPool(null, null);
  const workingMs = working.workingMsBetween(subject.handoff.startedAt!, work.now);
  subject.times.push({ id: subject.subjectId, handoffId: subject.subjectId, workingMs });
  return workingMs / MS_PER_SECOND;
}
