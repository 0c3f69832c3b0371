import { type HandoffClock, isStillMissed } from '../../clocks/clock.js';
import { judge } from '../../clocks/judging-one-clock.js';
import { settle } from '../../lifecycle/clocks/announcing.js';
import {
  followAgain,
  promiseAgain,
  type RestoreReason,
  restate,
  withoutAnswer,
} from '../../lifecycle/corrections/restoring.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { toIso } from '../../platform/values/duration.js';
import { settleDecision } from '../decisions/settling.js';
import type { ClientNotified } from '../handoff.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, owedBy } from '../handoff-clocks.js';
import { clientIsSettled } from '../handoff-ending.js';
import { TO_CLIENT } from '../handoff-promises.js';

const VOIDED = 'touchVoided';

/** Starts the giver's promise to tell the client what happens next, and notifies the giver. */
export function oweWordToClient(work: UnitOfWork, subject: HandoffCase): void {
  beginPromise(work, subject, TO_CLIENT, subject.ownerId);
  work.notify(subject.ownerId, 'handoff.tellClient', subject, owedBy(subject, TO_CLIENT));
}

/** Records that the client was told what happens next. The earliest instant counts, whenever it is reported. */
export function recordClientNotified(work: UnitOfWork, subject: HandoffCase, notified: ClientNotified): void {
  const { clientTold, clientWord } = subject.handoff;
  const { at, note, touchId } = notified;
  if (touchId === null && (clientWord === null || at < clientWord.at))
    subject.handoff = { ...subject.handoff, clientWord: { at, note } };
  if (clientTold !== null && clientTold.at <= at) return;
  setClientNotified(work, subject, notified);
  const clock = promiseToClient(subject);
  if (clock === undefined) return;
  for (const verdict of judge(clock, { touch: { occurredAt: notified.at }, now: work.now }))
    settle(work, subject, verdict);
  settleDecision(work, subject);
  clientIsSettled(work, subject, 'clientTold');
}

/**
 * Takes back that the client was told, as the touch that told them was voided.
 * @param instead the earliest other touch or report by which they were told; null for none
 * @param isOwn whether a rep takes back their own report
 * @param isOver whether what began the handoff was taken back, so that it makes no promise again
 */
export function retractClientNotified(
  work: UnitOfWork,
  subject: HandoffCase,
  instead: ClientNotified | null,
  { isOwn, isOver }: { readonly isOwn: boolean; readonly isOver: boolean },
): void {
  const former = subject.handoff.clientTold!;
  setClientNotified(work, subject, instead);
  const clock = promiseToClient(subject);
  // A done handoff stays done, and the client still has to be told.
  if (clock === undefined || isOver || subject.handoff.state === 'cancelled') return;
  if (clock.metAt !== former.at) return;
  const unjudged = withoutAnswer(clock);
  const judged = instead === null ? [] : judge(unjudged, { touch: { occurredAt: instead.at }, now: work.now });
  const after = owedAgain(work, subject, judged[0]?.clock ?? unjudged, { why: VOIDED, isOwn });
  restate(work, subject, { before: clock, after, why: VOIDED });
}

function owedAgain(
  work: UnitOfWork,
  subject: HandoffCase,
  clock: HandoffClock,
  restoring: RestoreReason,
): HandoffClock {
  if (clock.state === 'running') return promiseAgain(work, subject, clock, restoring);
  return isStillMissed(clock) ? followAgain(work, subject, clock, restoring) : clock;
}

function setClientNotified(work: UnitOfWork, subject: HandoffCase, notified: ClientNotified | null): void {
  subject.handoff = { ...subject.handoff, clientTold: notified };
  const touchId = notified?.touchId ?? null;
  work.record(subject, 'handoff.clientTold', {
    at: notified === null ? null : toIso(notified.at),
    ...(touchId !== null && { touchId }),
  });
}

/** Returns the promise to the client. A handoff makes it once: whatever is handed over anew is another handoff. */
function promiseToClient({ clocks }: HandoffCase) {
  return clocks.findLast(({ kind }) => kind === TO_CLIENT.kind);
}
