import { endClocks } from '../lifecycle/clocks.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Instant, toIso } from '../platform/duration.js';
import { oweWordToClient } from './client/client-word.js';
import { isMadeUpFor } from './form/missing.js';
import type { Prefilled } from './form/prefill.js';
import { enterState, type Handoff, type HandoffException } from './handoff.js';
import { HandoffCase, type OpenedHandoff } from './handoff-case.js';
import { beginPromise, dropPromise, keepPromise, owedBy } from './handoff-clocks.js';
import { DECISION, FORM_OWED, GIVER } from './handoff-promises.js';
import type { KindVersion } from './kinds/handoff-kind.js';
import { settleAboutDeal } from './questions/question.js';
import { hasBegun, type Receiver, waitAgain } from './receivers/receiver.js';
import { askReceiver, goTo, receiversOf, stagesTold } from './stages/handoff-stages.js';

interface Drafted {
  readonly id?: string | undefined;
  readonly renewsOn?: string | null;
}

/** A handoff that is to be filled in; the caller saves the work. @param known what stands in its form already */
export function draftHandoff(
  work: UnitOfWork,
  kind: KindVersion,
  about: Pick<OpenedHandoff, 'deal' | 'account'>,
  { values: form, prefills, copied }: Prefilled,
  { id = work.newId(), renewsOn = null }: Drafted = {},
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
 * One whose time has come, without anybody having been asked for its form before: it is handed over at once where nothing
 * is missing; else whoever gives is told, and owes what is.
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
    readonly known: Prefilled;
    readonly renewsOn?: string | null;
  },
): HandoffCase {
  const begun = draftHandoff(work, kind, about, known, { renewsOn });
  const missing = begun.missing().length;
  if (missing === 0) startHandoff(work, begun);
  else {
    oweForm(work, begun, GIVER);
    const facts = { missing, placeholders: begun.placeholders(), ...owedBy(begun, FORM_OWED) };
    work.tell(begun.ownerId, 'handoff.due', begun, facts);
  }
  return begun;
}

/** It changes hands: each receiver has an owner and a clock that runs, and the form is kept as it is. */
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
    ...{ kindId, kindVersion, dealId, accountId, giverRepId, formVersion, missing },
    ...stagesTold(subject),
    ...(exception !== null && {
      exception: { deciderRepId: exception.deciderRepId, completeBy: toIso(exception.completeBy) },
    }),
  });
  if (exception !== null)
    work.tell(exception.deciderRepId, 'handoff.excepted', subject, {
      missing,
      completeBy: toIso(exception.completeBy),
    });
  for (const receiver of subject.receivers.filter(hasBegun)) goTo(work, subject, receiver);
  if (subject.kind.body.clientToldWithin != null) oweWordToClient(work, subject);
  // Until another date than it was owed by before.
  if (exception !== null) {
    dropPromise(work, subject, FORM_OWED, 'excepted');
    keepPromise(work, subject, DECISION);
  }
  if (missing > 0) oweForm(work, subject, GIVER);
  else keepPromise(work, subject, FORM_OWED);
}

/**
 * Nothing is missing any more of what was handed over without, and what was returned goes back where all of that is
 * something else by now: also before the rest is complete, where somebody has decided that it may be made up for.
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

/** What was returned goes to its receivers once more. */
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

/** Whoever gives owes a complete form from now on. @param step of the receiver who returned it; of the giver else */
export function oweForm(work: UnitOfWork, subject: HandoffCase, step: number): void {
  beginPromise(work, subject, { kind: 'handoffException', step }, subject.ownerId);
}

/** @param cancelReason in the words of whoever calls it off */
export function cancelHandoff(
  work: UnitOfWork,
  subject: HandoffCase,
  reason: string,
  cancelReason: string | null = null,
): void {
  subject.handoff = { ...enterState(subject.handoff, 'cancelled', work.now), cancelReason };
  endClocks(work, subject, 'handoffCancelled');
  work.record(subject, 'handoff.cancelled', { reason });
  // Who was still to get it has not been told that they would.
  for (const { ownerRepId, state } of subject.receivers.filter(hasBegun))
    if (state !== 'done') work.tell(ownerRepId, 'handoff.cancelled', subject, { reason });
  // Who lost the deal, or called it off, knows.
  if (reason === 'notDue') work.tell(subject.ownerId, 'handoff.cancelled', subject, { reason });
}

/** The form as it is now is part of what was handed over. */
export function keepForm(subject: HandoffCase, savedAt: Instant): void {
  const { id, formVersion, form } = subject.handoff;
  subject.keptForms.push({ handoffId: id, version: formVersion, form, savedAt });
}

/** Nothing more is owed by a receiver. */
export function dropReceiversPromises(work: UnitOfWork, subject: HandoffCase, step: number, reason: string): void {
  dropPromise(work, subject, { kind: 'handoffAcknowledge', step }, reason);
  dropPromise(work, subject, { kind: 'handoffComplete', step }, reason);
}
