import type { HandoffClock } from '../clocks/clock.js';
import type { Account } from '../deals/accounts/account.js';
import type { Deal } from '../deals/deal.js';
import type { BegunHandoffs } from '../deals/deal-gate.service.js';
import type { OriginalHandoffView } from '../deals/renewals/renewal-deal.js';
import type { Directory } from '../directory/directory.js';
import type { FormField } from '../forms/form.js';
import { PREFILL_WORDS } from '../forms/prefill-sources.js';
import { pieceAt, withoutSensitive } from '../forms/view.js';
import { clockView } from '../leads/lead.view.js';
import type { JsonRecord } from '../platform/sql/sql.js';
import { type Instant, isoOrNull, toIso } from '../platform/values/duration.js';
import type { RecordRow } from '../records/record.js';
import type { RecordUpdate } from '../records/updates/record-update.js';
import type { Blocker } from './blockers/blocker.js';
import { textForClient } from './form/client-text.js';
import { valueAt } from './form/prefill.js';
import type { HandoffView } from './handoff.schema.js';
import { type ActRequest, actsFor, actsOn, mayAnswer, mayResolve } from './handoff-acts.js';
import type { HandoffCase } from './handoff-case.js';
import { runningOf } from './handoff-clocks.js';
import { TO_CLIENT } from './handoff-promises.js';
import { type HandoffSight, partiesOf } from './handoff-sight.js';
import { reachedStage, stagesReached } from './handoff-stages.js';
import { foundInForm, isAmount } from './questions/answer-in-form.js';
import { isOfDeal, type Question } from './questions/question.js';
import { hasBegun, type Receiver } from './receivers/receiver.js';

const OF_RECEIVERS: readonly HandoffClock['kind'][] = ['handoffAcknowledge', 'handoffComplete'];

interface SeenBy {
  /** The values of the form that the caller sees. */
  readonly values: JsonRecord;
  /** The caller's role. Only the giver gets the text for the client. */
  readonly role: HandoffSight;
  /** Places of the receivers whose questions the caller sees; undefined for all. */
  readonly places?: readonly number[] | undefined;
  /** Whether it is one of a list. The form is not searched for answers to questions then. */
  readonly isListed?: boolean;
  readonly directory: Directory;
  readonly now: Instant;
  /** Whether links can be signed here. */
  readonly hasLinks: boolean;
}

/** Returns a handoff as it is shown: without its form, except for values that may answer a question. */
export function handoffView(
  subject: HandoffCase,
  { values, role, places, isListed = false, directory, now, hasLinks }: SeenBy,
): HandoffView {
  const { handoff, kind } = subject;
  const stages = stagesReached(kind.body, subject.receivers);
  const shownValues = isListed ? {} : withoutSensitive(kind.form, values);
  const request = { subject, role, now };
  const isPossible = (act: string) => act !== 'links' || hasLinks;
  const shown = (clock: HandoffClock) =>
    clockView(clock, { pauses: [], directory, now }) as HandoffView['clocks'][number];
  return {
    id: handoff.id,
    kindId: kind.id,
    kindVersion: kind.version,
    name: kind.body.name,
    dealId: handoff.dealId,
    accountId: handoff.accountId,
    giverRepId: subject.ownerId,
    state: handoff.state,
    startsOn: handoff.startsOn,
    role: {
      gives: role.gives,
      decides: role.decides,
      receives: role.receives.map((place) => kind.body.receivers[place - 1]!.name),
      may: actsOn(request).filter(isPossible),
    },
    people: peopleOf(subject, directory),
    renewedId: subject.renewedId,
    deal: subject.deal && dealOf(subject.deal),
    account: subject.account && accountOf(subject.account),
    stage: stages.findLast(({ reachedAt }) => reachedAt !== null)?.name ?? null,
    stages: stages.map(({ name, reachedAt }) => ({ name, reachedAt: isoOrNull(reachedAt) })),
    missing: subject.missing().length,
    formVersion: handoff.formVersion,
    exception: handoff.exception && { ...handoff.exception, completeBy: toIso(handoff.exception.completeBy) },
    clientTold: handoff.clientTold && { ...handoff.clientTold, at: toIso(handoff.clientTold.at) },
    textForClient: role.gives ? textForClientOf(subject, directory) : null,
    decision: handoff.decidedAt === null ? null : { at: toIso(handoff.decidedAt), note: handoff.decisionNote },
    cancelReason: handoff.cancelReason,
    clocks: subject.clocks.filter((clock) => !OF_RECEIVERS.includes(clock.kind)).map(shown),
    receivers: subject.receivers.map((receiver) => ({
      ...receiverView(receiver, subject),
      may: actsFor({ ...request, receiver }).filter(isPossible),
      clocks: subject.clocks
        .filter((clock) => OF_RECEIVERS.includes(clock.kind) && clock.step === receiver.place)
        .map(shown),
    })),
    questions: subject.questions
      .filter(({ place }) => places?.includes(place) ?? true)
      .map((question) => questionView(question, request, shownValues)),
    blockers: subject.blockers.map((blocker) => blockerView(blocker, role)),
    createdAt: toIso(handoff.createdAt),
    startedAt: isoOrNull(handoff.startedAt),
    endedAt: isoOrNull(handoff.endedAt),
    updatedAt: toIso(handoff.updatedAt),
  };
}

/** Returns the names of people, as a party may not see them elsewhere. */
function peopleOf(subject: HandoffCase, directory: Directory): HandoffView['people'] {
  const { handoff, kind, receivers, questions, blockers, clocks, ownerId: giverRepId } = subject;
  const parties = partiesOf({ handoff, kind, receivers, blockers, clocks, giverRepId }, directory);
  const ids = new Set([
    ...[giverRepId, ...parties.deciders, ...questions.map(({ toRepId }) => toRepId)],
    ...[...parties.receivers.values()].flat(),
    ...blockers.map(({ ownerRepId }) => ownerRepId),
  ]);
  return [...ids].flatMap((repId) => {
    const name = repId === null ? undefined : directory.rep(repId)?.name;
    return name === undefined ? [] : [{ repId: repId!, name }];
  });
}

function dealOf({ id, name, product, amount, currency, term, wonAt }: Deal) {
  return { id, name, product, amount, currency, term: term && { ...term }, wonAt: isoOrNull(wonAt) };
}

function accountOf({ id, name, domains, ownerRepId }: Account) {
  return { id, name, domains: [...domains], ownerRepId };
}

/** Returns the text for the client, while the promise to tell them is open; null otherwise. */
export function textForClientOf(subject: HandoffCase, directory: Directory): string | null {
  const { handoff, kind } = subject;
  const isOwed = kind.body.clientToldWithin != null && handoff.clientTold === null;
  // A done handoff owes it again if the touch that had told the client was voided.
  const isOpen = handoff.state === 'running' || runningOf(subject, TO_CLIENT) !== undefined;
  if (!isOwed || !isOpen) return null;
  const nameOf = (repId: string) => directory.rep(repId)?.name ?? 'A colleague';
  const reached = reachedStage(subject.receivers);
  return textForClient({
    form: kind.form,
    values: handoff.form,
    about: subject.deal?.name ?? subject.account?.name ?? kind.body.name,
    isWon: handoff.startsOn === 'deal.won',
    giver: subject.ownerId === null ? null : nameOf(subject.ownerId),
    // With stages, only the receivers of the current one.
    receivers: subject.receivers
      .filter(({ stage }) => stage === reached)
      .map(({ name, ownerRepId }) => ({ name, owner: nameOf(ownerRepId) })),
  });
}

/**
 * Returns values that were filled in automatically and that nobody has saved yet, as far as the caller sees them, with
 * their origin.
 */
export function prefilledOf({ handoff }: HandoffCase, values: JsonRecord) {
  return Object.entries(handoff.prefills)
    .filter(([pointer]) => valueAt(values, pointer) !== undefined)
    .map(([pointer, { from, handoffId }]) => ({
      pointer,
      from,
      handoffId,
      text: `Filled in from ${PREFILL_WORDS[from]}: no person has checked it yet.`,
    }));
}

function questionView(question: Question, request: ActRequest, values: JsonRecord): HandoffView['questions'][number] {
  const { kind } = request.subject;
  const { id, number, place, text, askedBy, toGiver, toRepId, answer, formVersion } = question;
  const receiver = kind.body.receivers[place - 1]!.name;
  return {
    id,
    number,
    receiver,
    text,
    askedBy,
    askedAt: toIso(question.askedAt),
    to: toGiver ? 'giver' : receiver,
    toRepId,
    mayAnswer: mayAnswer(request, question),
    // A question about the deal is about its worth, so only amounts may answer it.
    foundInForm: answer === null ? foundInForm(text, kind.form, values, isOfDeal(question) ? isAmount : undefined) : [],
    answer,
    answeredAt: isoOrNull(question.answeredAt),
    formVersion,
  };
}

function blockerView(blocker: Blocker, role: HandoffSight) {
  const { id, text, ownerRepId, dueAt, raisedAt, resolvedAt, lesson, recordId } = blocker;
  return {
    mayResolve: resolvedAt === null && mayResolve(role, blocker),
    id,
    text,
    ownerRepId,
    dueAt: toIso(dueAt),
    raisedAt: toIso(raisedAt),
    resolvedAt: isoOrNull(resolvedAt),
    lesson,
    recordId,
  };
}

function receiverView(
  receiver: Receiver,
  { handoff, kind, records, updates }: HandoffCase,
): Omit<HandoffView['receivers'][number], 'clocks' | 'may'> {
  const { teamId, checklist, stage, sections } = kind.body.receivers[receiver.place - 1]!;
  const { name, state, ownerRepId, checked, returns, missing, note } = receiver;
  const record = records.find(({ place }) => place === receiver.place);
  return {
    name,
    state,
    teamId,
    ownerRepId,
    stage: stage ?? null,
    begunAt: isoOrNull(receiver.stage === null ? handoff.startedAt : receiver.begunAt),
    sections: sections === undefined ? null : [...sections],
    beginsAfter: hasBegun(receiver) ? null : kind.body.stages![receiver.stage! - 2]!.name,
    checklist: checklist.map((entry, place) => ({ ...entry, done: checked.includes(place) })),
    returns,
    missing: state === 'returned' ? missing!.map(({ pointer }) => pointer) : [],
    note,
    acceptedAt: isoOrNull(receiver.acceptedAt),
    scheduledAt: isoOrNull(receiver.scheduledAt),
    doneAt: isoOrNull(receiver.doneAt),
    ...(record && {
      record: recordView(
        record,
        updates.find(({ recordId }) => recordId === record.id),
        kind.form,
      ),
    }),
  };
}

function recordView(
  { state, connectorId, ref, url, failure, attempts, dueAt }: RecordRow,
  update: RecordUpdate | undefined,
  form: FormField,
) {
  return {
    state,
    connectorId,
    ref,
    url,
    failure,
    attempts,
    nextTryAt: isoOrNull(dueAt),
    update: update ? updateView(update, form) : null,
  };
}

function updateView({ state, omitted, failure, dueAt }: RecordUpdate, form: FormField) {
  const isBehind = state === 'current' && omitted.length > 0;
  return {
    state: isBehind ? ('behind' as const) : state,
    omitted: [...new Set(omitted.map((pointer) => pieceAt(form, pointer)))],
    failure,
    nextTryAt: isoOrNull(dueAt),
  };
}

/** Returns the summary of a handoff that a deal has begun. */
export function begunView(begun: HandoffCase): BegunHandoffs[number] {
  const { subjectId: id, kind, handoff, ownerId: giverRepId } = begun;
  const { name } = kind.body;
  return { id, kindId: kind.id, name, state: handoff.state, missing: begun.missing().length, giverRepId };
}

/** Returns the summary of the handoff by which a deal that won a contract was handed over. */
export function originalView(
  { subjectId: id, handoff: { dealId, state }, clocks }: HandoffCase,
  amended: readonly { readonly version: number; readonly savedAt: Instant }[],
): OriginalHandoffView {
  const running = clocks.filter((clock) => clock.state === 'running');
  return {
    id,
    dealId: dealId!,
    state: state as OriginalHandoffView['state'],
    amendments: amended.map(({ version: formVersion, savedAt }) => ({ formVersion, at: toIso(savedAt) })),
    promises: running.map(({ kind, repId, dueAt }) => ({ kind, repId, dueAt: isoOrNull(dueAt) })),
  };
}
