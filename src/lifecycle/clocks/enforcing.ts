import type { Clock } from '../../clocks/clock.js';
import type { ClockEffect, Enforcement, Terms } from '../../clocks/clock-rules.js';
import { rulesOf } from '../../clocks/kinds.js';
import { pausesOf } from '../../clocks/pause.js';
import { withhold, withoutHold } from '../../clocks/withholding.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import { endOf, type Hold } from '../../sla/hold.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, recordBreach, recordResumed, requirementsOf } from './clocks.js';
import { escalate, remind } from './escalation.js';
import { coverFact, notifyOwner } from './standing-in.js';

/** The bounds of the due work that one transaction does. */
export interface DueBatch {
  readonly limit: number;
  /** Ids that are set aside because they failed for a reason of their own. */
  readonly except: readonly string[];
  /** Called as soon as the subjects of the transaction are known, so that a failure can be traced to them. */
  readonly claimed: (ids: readonly string[]) => void;
}

/** A full batch, with nothing set aside. */
export function wholeBatch(limit: number): DueBatch {
  return { limit, except: [], claimed: () => undefined };
}

/**
 * Effects that the worker of the subject carries out, because they need other services: a move, a return, the next
 * step.
 */
type WorkerEffect = Extract<ClockEffect, { kind: 'reassign' | 'return' | 'goOn' }>;

/** An effect of a due clock that the worker of its subject carries out. */
export interface Demand<Owned extends OwnedSubject = OwnedSubject, Wanted extends WorkerEffect = WorkerEffect> {
  readonly subject: Owned;
  readonly clock: Owned['clocks'][number];
  readonly effect: Wanted;
}

/**
 * Enforces the due clocks of a subject: carries out warnings, breaches and escalations.
 * @param hold under which nobody is notified and nothing moves; null if enforcement goes on
 * @returns the effects left to the worker of the subject, in the order of the clocks
 */
export function enforceDue<Owned extends OwnedSubject>(
  work: UnitOfWork,
  subject: Owned,
  hold: Hold | null = null,
): Demand<Owned>[] {
  const demands: Demand<Owned>[] = [];
  for (const due of [...subject.clocks]) {
    const enforced = enforcementOf(work, subject, due);
    if (enforced === null) continue;
    const { clock, effects, isHeld } = heldOrNot(due, enforced, hold);
    work.replaceClock(subject, clock);
    for (const effect of effects) if (!carryOut(work, subject, clock, effect)) demands.push({ subject, clock, effect });
    if (isHeld) work.record(subject, 'sla.held', { ...clockFacts(clock), holdId: hold!.id });
  }
  return demands;
}

/** Returns the effects that the due clocks of a subject would leave to its worker without a hold. Changes nothing. */
export function demandsOf<Owned extends OwnedSubject>(work: UnitOfWork, subject: Owned): Demand<Owned>[] {
  return subject.clocks.flatMap((due: Owned['clocks'][number]) =>
    (enforcementOf(work, subject, due)?.effects ?? []).flatMap((effect) =>
      isForWorker(effect) ? [{ subject, clock: due, effect }] : [],
    ),
  );
}

/** Returns null if the clock is not due. */
function enforcementOf(work: UnitOfWork, subject: OwnedSubject, due: Clock): Enforcement | null {
  if (due.nextAt === null || due.nextAt > work.now) return null;
  return rulesOf(due).enforce(due, termsOf(work, subject, due), work.now);
}

function heldOrNot(due: Clock, enforced: Enforcement, hold: Hold | null): Enforcement & { readonly isHeld: boolean } {
  if (hold === null) return { ...enforced, clock: withoutHold(enforced.clock), isHeld: false };
  const { isNew: isHeld, ...held } = withhold(due, enforced, { id: hold.id, endsAt: endOf(hold) });
  return { ...held, isHeld };
}

function isForWorker(effect: ClockEffect): effect is WorkerEffect {
  return effect.kind === 'reassign' || effect.kind === 'return' || effect.kind === 'goOn';
}

/** Returns the terms by which a clock is enforced. */
export function termsOf({ directory }: UnitOfWork, subject: OwnedSubject, clock: Clock): Terms {
  // Looked up lazily: a backlog has a clock for each subject, and each needs only one of the two.
  return {
    policy: subject.policyOf(clock),
    pauses: pausesOf(clock, subject.pauses),
    get hours() {
      return directory.hours.ofClock(clock).working;
    },
    get chainHours() {
      return directory.hours.ofChain(clock).working;
    },
  };
}

/** @returns whether the effect was carried out; if not, it is left to the worker */
function carryOut(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  effect: ClockEffect,
): effect is Exclude<ClockEffect, WorkerEffect> {
  switch (effect.kind) {
    case 'warned':
      work.record(subject, 'sla.warned', {
        ...clockFacts(clock),
        share: effect.share,
        ...coverFact(work, subject, clock),
      });
      notifyOwner(work, subject, clock, 'sla.warned', {
        clockId: clock.id,
        kind: clock.kind,
        dueAt: toIso(clock.dueAt!),
        ...requirementsOf(subject, clock),
      });
      return true;
    case 'resumed':
      recordResumed(work, subject, clock);
      return true;
    case 'tellResumed':
      notifyOwner(work, subject, clock, 'sla.resumed', {
        clockId: clock.id,
        kind: clock.kind,
        dueAt: isoOrNull(clock.dueAt),
        ...requirementsOf(subject, clock),
      });
      return true;
    case 'breached':
      recordBreach(work, subject, clock);
      return true;
    case 'escalate':
      escalate(work, subject, clock, effect.action.to, effect.action.isRepeat ? 'repeat' : 'policy');
      return true;
    case 'remind':
      remind(work, subject, clock);
      return true;
    case 'reassign':
    case 'return':
    case 'goOn':
      return false;
    default:
      return effect satisfies never;
  }
}
