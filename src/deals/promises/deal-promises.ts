import type { DealClock, DealClockKind } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { basisOf, startPromise } from '../../clocks/start.js';
import { cancelClock, endClock, startClock } from '../../lifecycle/clocks/clocks.js';
import { announceReplanned, planAnew, withGrace } from '../../lifecycle/clocks/replanning.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { earliest, type Instant } from '../../platform/values/duration.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { Deal } from '../deal.js';
import { policyFor } from './deal-terms.js';
import type { PromisedDeal } from './promised-deal.js';
import { RENEWAL_KINDS, RENEWAL_PROMISES } from './renewal-promises.js';
import { drop, settle, wasChangedBy } from './settling.js';

/** Updates the promises of a deal to its present state. Does nothing if they are up to date. */
export function updatePromises(work: UnitOfWork, subject: PromisedDeal): void {
  if (subject.deal.row.stage !== 'open') {
    endAll(work, subject);
    return;
  }
  subject.present = policyFor(work.directory.content, subject.deal.row, subject.opened.account);
  if (subject.opened.adopts && subject.present !== null) adoptAll(work, subject, subject.present);
  for (const kind of RENEWAL_KINDS) updateRenewal(work, subject, kind);
  updateDate(work, subject);
}

/** When a promise next begins or is kept without a change of the deal; null if never. */
export function nextLookAt(deal: Deal, now: Instant): Instant | null {
  if (deal.stage !== 'open') return null;
  return earliest([deal.expectedCloseAt, deal.firstTalkAt].filter((at) => at !== null && at > now));
}

/** Ends the promises of a closed deal: one about its date is kept, all others are dropped. */
function endAll(work: UnitOfWork, subject: PromisedDeal): void {
  const at = subject.opened.since.endedAt ?? work.now;
  const reason = subject.deal.row.stage === 'won' ? 'dealWon' : 'dealLost';
  for (const clock of subject.clocks) {
    if (clock.kind !== 'dealDate') drop(work, subject, clock, { reason, at });
    else if (clock.metAt === null && clock.state !== 'cancelled') settle(work, subject, clock, at);
  }
}

function updateRenewal(work: UnitOfWork, subject: PromisedDeal, kind: keyof typeof RENEWAL_PROMISES): void {
  const { row } = subject.deal;
  const promise = RENEWAL_PROMISES[kind];
  const keptAt = promise.keptAt(row, subject.opened.since, work.now);
  const clock = subject.clocks.findLast((each) => each.kind === kind);
  if (clock === undefined || clock.state === 'cancelled') {
    const pin = presentOf(subject);
    if (pin === null || promise.by(subject.policyOf(pin)) === null || keptAt !== null) return;
    const isOwn = isEnded(clock) && wasChangedBy(subject, subject.ownerId);
    begin(work, subject, kind, pin, { isOwn });
    return;
  }
  if (promise.by(subject.policyOf(clock)) === null) {
    drop(work, subject, clock, { reason: 'noRenewal', at: work.now });
    return;
  }
  const isDecided = !promise.isPast && clock.dueAt !== null && clock.dueAt <= work.now && clock.metAt !== null;
  const isKept = !promise.isPast && clock.state === 'met' && keptAt !== null;
  if (!isDecided && !isKept) settle(work, subject, clock, keptAt);
  const running = subject.clocks.find(({ id, state }) => id === clock.id && state === 'running');
  if (running !== undefined) follow(work, subject, running);
}

/** A promise about an earlier date is kept as of its change; one about the present date begins once that is past. */
function updateDate(work: UnitOfWork, subject: PromisedDeal): void {
  const date = subject.deal.row.expectedCloseAt;
  const clocks = subject.clocks.filter(({ kind }) => kind === 'dealDate');
  for (const clock of clocks) {
    if (clock.startedAt === date || clock.state === 'cancelled') continue;
    if (date === null)
      drop(work, subject, clock, { reason: 'dateRemoved', at: subject.opened.since.dateAt ?? work.now });
    else if (clock.metAt === null) settle(work, subject, clock, subject.opened.since.dateAt ?? work.now);
  }
  if (date === null || date > work.now) return;
  const clock = clocks.findLast((each) => each.startedAt === date);
  if (clock === undefined || clock.state === 'cancelled') {
    const pin = presentOf(subject);
    if (pin !== null && subject.policyOf(pin).dealDate !== null) begin(work, subject, 'dealDate', pin, { at: date });
    return;
  }
  settle(work, subject, clock, null);
  const running = subject.clocks.find(({ id, state }) => id === clock.id && state === 'running');
  if (running !== undefined) follow(work, subject, running);
}

/** Moves a promise to the present owner and deadline. */
function follow(work: UnitOfWork, subject: PromisedDeal, clock: DealClock): void {
  if (clock.repId !== subject.ownerId) {
    const ended = endClock(work, subject, clock, 'reassigned');
    // The chain of a miss goes on, whoever owns the deal then.
    if (ended.state === 'breached') work.replaceClock(subject, { ...ended, nextAt: work.now });
    else begin(work, subject, clock.kind, clock, { at: clock.kind === 'dealDate' ? clock.startedAt : work.now });
    return;
  }
  const anew = planAnew(work, subject, clock);
  if (anew.dueAt !== clock.dueAt) announceReplanned(work, subject, { former: clock, anew, why: 'noticeChanged' });
}

/** Reports whether a promise has ended because its deal was closed. */
function isEnded(clock: DealClock | undefined): boolean {
  return clock?.endReason === 'dealWon' || clock?.endReason === 'dealLost';
}

/**
 * Begins a promise, with the grace at least: nobody can miss what they could not know of. The rep who closed their deal
 * and reopens it knew.
 * @param pin the policy version that it is promised by
 * @param at when it begins; now by default
 */
function begin(
  work: UnitOfWork,
  subject: PromisedDeal,
  kind: DealClockKind,
  pin: Pin,
  { at = work.now, isOwn = false }: { readonly at?: Instant; readonly isOwn?: boolean } = {},
): void {
  const { directory, now } = work;
  const terms = { id: pin.policyId!, version: pin.policyVersion!, ...subject.policyOf(pin) };
  const { calendar, working } = work.directory.hours.ofOwnersOrCompany(terms, subject.ownerId);
  const start = {
    id: work.newId(),
    subjectId: subject.subjectId,
    cycle: 1,
    at,
    now,
    policy: terms,
    hours: working,
    calendar,
    revision: directory.revision,
  };
  const begun = { ...startPromise(kind, start), repId: subject.ownerId };
  startClock(work, subject, isOwn ? begun : withGrace(work, subject, begun, 'begun'));
}

type Pin = Pick<DealClock, 'policyId' | 'policyVersion'>;

function presentOf({ present }: PromisedDeal): Pin | null {
  return present && { policyId: present.id, policyVersion: present.version };
}

/** Restates promises that run by an older version of the policy, from their beginning. */
function adoptAll(work: UnitOfWork, subject: PromisedDeal, policy: SlaPolicy): void {
  const isOlder = ({ state, policyId, policyVersion }: DealClock) =>
    state === 'running' && policyId === policy.id && policyVersion! < policy.version;
  for (const clock of subject.clocks.filter(isOlder)) adopt(work, subject, clock, policy);
}

function adopt(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, policy: SlaPolicy): void {
  const terms = subject.policyOf({ policyId: policy.id, policyVersion: policy.version });
  const { working } = work.directory.hours.ofOwnersOrCompany(terms, clock.repId);
  const written = rulesOf(clock).written(clock, terms, working);
  const isPromised = clock.kind === 'dealDate' || RENEWAL_PROMISES[clock.kind].by(terms) !== null;
  if (written === null || !isPromised) {
    cancelClock(work, subject, clock, 'policyChanged');
    return;
  }
  const target = written.within?.text ?? null;
  const promised = { ...clock, policyVersion: policy.version, target, basis: basisOf(terms, clock) };
  work.restateClock(subject, promised);
  announceReplanned(work, subject, { former: clock, anew: planAnew(work, subject, promised), why: 'policyChanged' });
}
