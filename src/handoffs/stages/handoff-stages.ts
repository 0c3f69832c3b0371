import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { newRecord } from '../../records/record.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, owedBy } from '../handoff-clocks.js';
import { begin, newReceiver, type Receiver } from '../receivers/receiver.js';
import { nextStage, reachedStage, stageOf } from './stage.js';

/** Who receives a handoff that begins: all of them now, or those of the first stage, and the others later. */
export function receiversOf(work: UnitOfWork, subject: HandoffCase): Receiver[] {
  const { body } = subject.kind;
  return body.receivers.map((written, index) => {
    const { name, ownerOfDoneRepId } = written;
    const stage = stageOf(body, written);
    const waiting = newReceiver({
      ...{ handoffId: subject.subjectId, place: index + 1, name, stage, begunAt: null },
      ownerRepId: ownerOfDoneRepId,
    });
    if (stage !== null && stage > 1) return waiting;
    const ownerRepId = ownerNow(work, subject, waiting);
    return stage === null ? { ...waiting, ownerRepId } : begin(waiting, ownerRepId, work.now);
  });
}

/** What is told of the receivers of a handoff that begins: of one with stages, in which each stands. */
export function stagesTold({ kind: { body }, receivers }: HandoffCase) {
  const named = (stage: number | null) => (stage === null ? {} : { stage: body.stages![stage - 1]!.name });
  return {
    ...named(reachedStage(receivers)),
    receivers: receivers.map(({ name, ownerRepId, stage }) => ({ name, ownerRepId, ...named(stage) })),
  };
}

/**
 * Once the last receiver of a stage is done the next stage begins: who answers by now, their records, and their promises
 * from this moment. @returns its name; null where none begins
 */
export function reachNextStage(work: UnitOfWork, subject: HandoffCase): string | null {
  const next = nextStage(subject.receivers);
  if (next === null) return null;
  const stages = subject.kind.body.stages!;
  const begun = subject.receivers
    .filter(({ stage }) => stage === next)
    .map((receiver) => begin(receiver, ownerNow(work, subject, receiver), work.now));
  for (const receiver of begun) subject.replaceReceiver(receiver);
  const { name } = stages[next - 1]!;
  work.record(subject, 'handoff.stageReached', {
    ...{ stage: name, number: next, of: stages.length },
    receivers: begun.map(({ name: called, ownerRepId }) => ({ name: called, ownerRepId })),
  });
  for (const receiver of begun) goTo(work, subject, receiver);
  return name;
}

/** It has gone to this receiver: its record is made, and whoever answers for it accepts it in time. */
export function goTo(work: UnitOfWork, subject: HandoffCase, receiver: Receiver): void {
  const { place } = receiver;
  const { recordConnectorId: connectorId } = subject.kind.body.receivers[place - 1]!;
  if (connectorId !== undefined)
    subject.newRecords.push(
      newRecord({ id: work.newId(), handoffId: subject.subjectId, place, connectorId }, work.now),
    );
  askReceiver(work, subject, receiver);
}

export function askReceiver(work: UnitOfWork, subject: HandoffCase, { place, name, ownerRepId }: Receiver): void {
  const asked = { kind: 'handoffAcknowledge', step: place } as const;
  beginPromise(work, subject, asked, ownerRepId);
  work.tell(ownerRepId, 'handoff.received', subject, { receiver: name, ...owedBy(subject, asked) });
}

function ownerNow(work: UnitOfWork, subject: HandoffCase, { place }: Receiver): string {
  const { teamId, ownerOfDoneRepId } = subject.kind.body.receivers[place - 1]!;
  return whoAnswers(work, { ownerOfDoneRepId, teamId, giverRepId: subject.ownerId });
}

interface Answering {
  readonly ownerOfDoneRepId: string;
  readonly teamId: string;
  readonly giverRepId: string | null;
}

/**
 * Whoever answers for the outcome, by name. While they are away somebody of their team who is there does, else whoever is
 * there in the line above them: a client does not wait for a holiday to end. Never whoever hands it over: nobody accepts
 * what is their own.
 */
export function whoAnswers(
  { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  { ownerOfDoneRepId, teamId, giverRepId }: Answering,
): string {
  const isThere = (repId: string) => repId !== giverRepId && !directory.isAwayAt(repId, now);
  if (isThere(ownerOfDoneRepId)) return ownerOfDoneRepId;
  const inTeam = (directory.team(teamId)?.repIds ?? []).find(isThere);
  if (inTeam !== undefined) return inTeam;
  const passed = new Set([ownerOfDoneRepId]);
  for (let above = directory.managerOf(ownerOfDoneRepId); above !== null && !passed.has(above); ) {
    if (isThere(above)) return above;
    passed.add(above);
    above = directory.managerOf(above);
  }
  return ownerOfDoneRepId;
}
