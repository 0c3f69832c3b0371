import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { suggestionFor } from '../platform/input/near.js';
import type { Instant } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import { newRecord } from '../records/record.js';
import type { HandoffCase } from './handoff-case.js';
import { beginPromise, owedBy } from './handoff-clocks.js';
import type { HandoffKindBody } from './kinds/handoff-kind.schema.js';
import { begin, hasBegun, newReceiver, type Receiver } from './receivers/receiver.js';

type StagedKind = Pick<HandoffKindBody, 'stages' | 'receivers'>;

/** Finds a stage by its name, without case. */
export function stageNamed({ stages }: Pick<StagedKind, 'stages'>, name: string) {
  return stages?.find((each) => caseless(each.name) === caseless(name));
}

/** Returns the stage of a receiver, from 1. @returns null if the kind has no stages */
function stageOf({ stages }: Pick<StagedKind, 'stages'>, { stage }: { readonly stage?: string }): number | null {
  return stages == null ? null : stages.findIndex(({ name }) => name === stage) + 1;
}

/** Returns the stage that a handoff has reached, from 1. @returns null if it has no stages, or has not started */
export function reachedStage(receivers: readonly Pick<Receiver, 'stage' | 'begunAt'>[]): number | null {
  const reached = receivers.flatMap(({ stage, begunAt }) => (stage === null || begunAt === null ? [] : [stage]));
  return reached.length === 0 ? null : Math.max(...reached);
}

/**
 * Returns the stage that begins now that all earlier ones are done. @returns null while they are not, and after the
 * last
 */
function nextStage(receivers: readonly Receiver[]): number | null {
  const before = receivers.filter(hasBegun);
  const reached = reachedStage(receivers);
  const isThere = before.length < receivers.length && before.every(({ state }) => state === 'done');
  return reached !== null && isThere ? reached + 1 : null;
}

export function stagesReached({ stages }: Pick<StagedKind, 'stages'>, receivers: readonly Receiver[]) {
  return (stages ?? []).map(({ name }, index): { readonly name: string; readonly reachedAt: Instant | null } => ({
    name,
    reachedAt: receivers.find(({ stage }) => stage === index + 1)?.begunAt ?? null,
  }));
}

/** Returns a sentence on why the stage of a receiver has not begun: what has to be done first, and by whom. */
export function whyNotBegun(
  { stages }: Pick<StagedKind, 'stages'>,
  receivers: readonly Receiver[],
  place: number,
): string {
  const nameOf = (stage: number) => `“${stages![stage - 1]!.name}”`;
  const stage = receivers.find((each) => each.place === place)!.stage!;
  const reached = reachedStage(receivers)!;
  const open = receivers.filter((each) => hasBegun(each) && each.state !== 'done').map(({ name }) => name);
  const waits = `which waits for ${new Intl.ListFormat('en').format(open)}`;
  const begins = `${nameOf(stage)} begins once ${nameOf(stage - 1)} is done`;
  return reached === stage - 1 ? `${begins}, ${waits}.` : `${begins}; it has come to ${nameOf(reached)}, ${waits}.`;
}

/** Returns what is wrong with the stages of a kind, and with those that its receivers name. */
export function faultsOfStages({ start, stages, receivers }: StagedKind & Pick<HandoffKindBody, 'start'>): Fault[] {
  if (stages === undefined)
    return receivers.flatMap(({ stage }, index) => {
      const message = 'This kind has no `stages`, so its receivers cannot have a stage.';
      return stage === undefined ? [] : [fault(pointerOf(index), 'contradiction', message)];
    });
  const byHand = `Only "manual" has stages of its own; with "${start.on}" all receivers begin at once.`;
  const known = stages.map(({ name }) => JSON.stringify(name)).join(', ');
  const standing = new Set(receivers.map(({ stage }) => stage !== undefined && caseless(stage)));
  return collectFaults(
    start.on !== 'manual' && fault('/stages', 'contradiction', byHand),
    receivers.flatMap(({ stage }, index): Fault[] => {
      const pointer = pointerOf(index);
      if (stage === undefined)
        return [fault(pointer, 'required', `Expected the stage of this receiver, one of ${known}.`)];
      const names = stages.map(({ name }) => name);
      const message = `There is no stage ${JSON.stringify(stage)}; known are ${known}.${suggestionFor(stage, names)}`;
      return stageNamed({ stages }, stage) === undefined ? [fault(pointer, 'unknownStage', message)] : [];
    }),
    stages.flatMap(({ name }, index) => {
      const message = `The stage ${JSON.stringify(name)} has no receiver: name it as the \`stage\` of a receiver.`;
      return standing.has(caseless(name)) ? [] : [fault(`/stages${step(index)}`, 'noReceivers', message)];
    }),
  );
}

function pointerOf(receiver: number): string {
  return `/receivers${step(receiver)}/stage`;
}

/**
 * Returns the receivers of a handoff that starts. Without stages all begin now; otherwise those of the first stage do.
 */
export function receiversOf(work: UnitOfWork, subject: HandoffCase): Receiver[] {
  const { body } = subject.kind;
  return body.receivers.map((written, index) => {
    const { name, ownerOfDoneRepId } = written;
    const stage = stageOf(body, written);
    const waiting = newReceiver({
      handoffId: subject.subjectId,
      place: index + 1,
      name,
      stage,
      begunAt: null,
      ownerRepId: ownerOfDoneRepId,
    });
    if (stage !== null && stage > 1) return waiting;
    const ownerRepId = ownerNow(work, subject, waiting);
    return stage === null ? { ...waiting, ownerRepId } : begin(waiting, ownerRepId, work.now);
  });
}

/** Returns the receivers for the event that starts a handoff, with their stages if it has any. */
export function stagesForEvent({ kind: { body }, receivers }: HandoffCase) {
  const named = (stage: number | null) => (stage === null ? {} : { stage: body.stages![stage - 1]!.name });
  return {
    ...named(reachedStage(receivers)),
    receivers: receivers.map(({ name, ownerRepId, stage }) => ({ name, ownerRepId, ...named(stage) })),
  };
}

/**
 * Begins the next stage once the last receiver of a stage is done: determines who answers now, makes records, and
 * starts promises.
 * @returns its name; null if none begins
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
    formVersion: subject.handoff.formVersion,
    stage: name,
    number: next,
    of: stages.length,
    receivers: begun.map(({ name: called, ownerRepId }) => ({ name: called, ownerRepId })),
  });
  for (const receiver of begun) goTo(work, subject, receiver);
  return name;
}

/** Hands over to a receiver whose stage has begun: its record is made, and its owner promises to accept in time. */
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
  const promised = { kind: 'handoffAcknowledge', step: place } as const;
  beginPromise(work, subject, promised, ownerRepId);
  work.notify(ownerRepId, 'handoff.received', subject, { receiver: name, ...owedBy(subject, promised) });
}

function ownerNow(work: UnitOfWork, subject: HandoffCase, { place }: Receiver): string {
  const { teamId, ownerOfDoneRepId } = subject.kind.body.receivers[place - 1]!;
  return whoAnswers(work, { ownerOfDoneRepId, teamId, giverRepId: subject.ownerId });
}

interface Answerers {
  readonly ownerOfDoneRepId: string;
  readonly teamId: string;
  readonly giverRepId: string | null;
}

/**
 * Returns who answers for a receiver: the owner of done; while they are away, a member of their team who is there, else
 * the next manager above them who is there, as a client does not wait for a holiday to end. Passes over the giver, as
 * nobody accepts what they hand over themselves. If there is nobody else, it is the owner of done all the same.
 */
export function whoAnswers(
  { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  { ownerOfDoneRepId, teamId, giverRepId }: Answerers,
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
