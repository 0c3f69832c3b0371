import { endClocks } from '../lifecycle/clocks/clocks.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { oweWordToClient } from './client/client-word.js';
import { isMadeUpFor } from './form/missing.js';
import type { PrefilledForm } from './form/prefill.js';
import { enterState, type Handoff, type HandoffException } from './handoff.js';
import { HandoffCase, type OpenedHandoff } from './handoff-case.js';
import { beginPromise, dropPromise, isOwed, keepPromise, owedBy } from './handoff-clocks.js';
import { DECISION, FORM_OWED, GIVER } from './handoff-promises.js';
import { askReceiver, goTo, receiversOf, stagesForEvent } from './handoff-stages.js';
import type { KindVersion } from './kinds/handoff-kind.js';
import { settleAboutDeal } from './questions/question.js';
import { hasBegun, type Receiver, waitAgain } from './receivers/receiver.js';

interface DraftOptions {
  readonly id?: string | undefined;
  readonly renewsOn?: string | null;
}

/** Creates a draft to be filled in; the caller saves the work. */
export function draftHandoff(
  work: UnitOfWork,
  kind: KindVersion,
  about: Pick<OpenedHandoff, 'deal' | 'account'>,
  { values: form, prefills, copied }: PrefilledForm,
  { id = work.newId(), renewsOn = null }: DraftOptions = {},
): HandoffCase {
  const handoff: Handoff = {
    id,
    kindId: kind.id,
    kindVersion: null,
    startsOn: kind.body.start.on,
    dealId: about.deal?.id ?? null,
    accountId: about.deal?.accountId ?? about.account?.id ?? null,
    renewsOn,
    giverRepId: null,
    state: 'draft',
    form,
    prefills,
    copied,
    formVersion: 1,
    exception: null,
    clientTold: null,
    clientWord: null,
    decidedAt: null,
    decisionNote: null,
    cancelReason: null,
    createdAt: work.now,
    startedAt: null,
    endedAt: null,
    updatedAt: work.now,
    eventSeq: 0,
    eventXid: null,
  };
  const drafted = new HandoffCase({ handoff, before: null, kind, ...about });
  work.join([drafted]);
  const { kindId, dealId, accountId } = handoff;
  work.record(drafted, 'handoff.drafted', {
    kindId,
    dealId,
    accountId,
    missing: drafted.missing().length,
    prefilled: Object.keys(prefills),
  });
  return drafted;
}

/**
 * Begins a handoff that is due and has no draft. If nothing is missing it is handed over at once; otherwise the giver
 * is notified, and owes the form.
 */
export function beginHandoff(
  work: UnitOfWork,
  kind: KindVersion,
  {
    about,
    known,
    renewsOn = null,
  }: {
    readonly about: Pick<OpenedHandoff, 'deal' | 'account'>;
    readonly known: PrefilledForm;
    readonly renewsOn?: string | null;
  },
): HandoffCase {
  const begun = draftHandoff(work, kind, about, known, { renewsOn });
  const missing = begun.missing().length;
  if (missing === 0) startHandoff(work, begun);
  else {
    oweForm(work, begun, GIVER);
    const facts = { missing, placeholders: begun.placeholders(), ...owedBy(begun, FORM_OWED) };
    work.notify(begun.ownerId, 'handoff.due', begun, facts);
  }
  return begun;
}

/**
 * Whether a draft is handed over as soon as nothing is missing: its deal is won, or it has begun, so that its giver
 * owes the form. A draft that somebody made by hand waits until it is started.
 */
export function isDue(subject: HandoffCase): boolean {
  const { handoff, deal } = subject;
  // A reopened deal may leave a missed promise of the form, which is not owed any more.
  return handoff.startsOn === 'deal.won' ? deal?.stage === 'won' : isOwed(subject, FORM_OWED);
}

/**
 * Hands it over: each receiver gets an owner, those whose stage has begun get a running clock, and the form is stored.
 */
export function startHandoff(work: UnitOfWork, subject: HandoffCase, exception: HandoffException | null = null): void {
  const { now } = work;
  const missing = subject.missing().length;
  subject.handoff = {
    ...enterState(subject.handoff, 'running', now),
    kindVersion: subject.kind.version,
    giverRepId: subject.ownerId,
    accountId: subject.deal?.accountId ?? subject.handoff.accountId,
    exception,
  };
  keepForm(subject, now);
  subject.receivers = receiversOf(work, subject);
  const { kindId, kindVersion, dealId, accountId, giverRepId, formVersion } = subject.handoff;
  work.record(subject, 'handoff.started', {
    kindId,
    kindVersion,
    dealId,
    accountId,
    giverRepId,
    formVersion,
    missing,
    ...stagesForEvent(subject),
    ...(exception !== null && {
      exception: { deciderRepId: exception.deciderRepId, completeBy: toIso(exception.completeBy) },
    }),
  });
  if (exception !== null)
    work.notify(exception.deciderRepId, 'handoff.excepted', subject, {
      missing,
      completeBy: toIso(exception.completeBy),
    });
  for (const receiver of subject.receivers.filter(hasBegun)) goTo(work, subject, receiver);
  if (subject.kind.body.clientToldWithin != null) oweWordToClient(work, subject);
  // The exception sets another date by which the form is owed.
  if (exception !== null) {
    dropPromise(work, subject, FORM_OWED, 'excepted');
    keepPromise(work, subject, DECISION);
  }
  if (missing > 0) oweForm(work, subject, GIVER);
  else keepPromise(work, subject, FORM_OWED);
}

/**
 * Applies a changed form. Once nothing is missing, the giver's promise of the form is kept. A returned handoff goes
 * back to its receivers once all pieces that they missed have changed; by an exception it does so even while the form
 * is incomplete.
 */
export function completeHandoff(work: UnitOfWork, subject: HandoffCase): void {
  const { form, exception } = subject.handoff;
  const isComplete = subject.missing().length === 0;
  if (!isComplete && exception === null) return;
  if (isComplete) {
    keepPromise(work, subject, FORM_OWED);
    settleAboutDeal(work, subject);
  }
  const madeUpFor = subject.receivers.filter(
    ({ state, missing }) => state === 'returned' && isMadeUpFor(missing!, form),
  );
  resendHandoff(work, subject, madeUpFor);
}

export function resendHandoff(work: UnitOfWork, subject: HandoffCase, returned: readonly Receiver[]): void {
  if (returned.length === 0) return;
  for (const each of returned) {
    subject.replaceReceiver(waitAgain(each));
    keepPromise(work, subject, { kind: 'handoffException', step: each.place });
  }
  work.record(subject, 'handoff.resent', {
    receivers: returned.map(({ name }) => name),
    formVersion: subject.handoff.formVersion,
  });
  for (const { place } of returned) askReceiver(work, subject, subject.receiver(place));
}

/** Starts the giver's promise of a complete form. @param step the place of the receiver who returned it, else GIVER */
export function oweForm(work: UnitOfWork, subject: HandoffCase, step: number): void {
  beginPromise(work, subject, { kind: 'handoffException', step }, subject.ownerId);
}

/** @param cancelReason in the words of the person who calls it off */
export function cancelHandoff(
  work: UnitOfWork,
  subject: HandoffCase,
  reason: string,
  cancelReason: string | null = null,
): void {
  subject.handoff = { ...enterState(subject.handoff, 'cancelled', work.now), cancelReason };
  endClocks(work, subject, 'handoffCancelled');
  work.record(subject, 'handoff.cancelled', { reason });
  // Receivers of later stages were never notified of the handoff.
  for (const { ownerRepId, state } of subject.receivers.filter(hasBegun))
    if (state !== 'done') work.notify(ownerRepId, 'handoff.cancelled', subject, { reason });
  // The giver already knows of a lost deal or of a handoff that was called off.
  if (reason === 'notDue') work.notify(subject.ownerId, 'handoff.cancelled', subject, { reason });
}

/** Adds the current form to the versions to be stored. */
export function keepForm(subject: HandoffCase, savedAt: Instant): void {
  const { id, formVersion, form } = subject.handoff;
  subject.keptForms.push({ handoffId: id, version: formVersion, form, savedAt });
}

export function dropReceiversPromises(work: UnitOfWork, subject: HandoffCase, step: number, reason: string): void {
  dropPromise(work, subject, { kind: 'handoffAcknowledge', step }, reason);
  dropPromise(work, subject, { kind: 'handoffComplete', step }, reason);
}
