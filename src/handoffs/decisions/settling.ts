import { type HandoffClock, type HandoffClockKind, isStillMissed } from '../../clocks/clock.js';
import { endClock } from '../../lifecycle/clocks/clocks.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { HandoffCase } from '../handoff-case.js';
import { DECISION, GIVER } from '../handoff-promises.js';

type Missable = Exclude<HandoffClockKind, 'handoffDecision'>;

/** Whether a missed promise is still owed, by the kind and the step of its clock. */
const STILL_OWED: Readonly<Record<Missable, (subject: HandoffCase, step: number) => boolean>> = {
  handoffAcknowledge: ({ receivers }, step) => stateOf(receivers, step) === 'waiting',
  handoffComplete: ({ receivers }, step) => stateOf(receivers, step) === 'accepted',
  handoffQuestion: ({ questions }, step) => questions.some(({ number, answer }) => number === step && answer === null),
  handoffException: (subject, step) =>
    step === GIVER ? subject.missing().length > 0 : stateOf(subject.receivers, step) === 'returned',
  handoffClientTold: ({ handoff }) => handoff.clientTold === null,
  handoffBlocker: ({ blockers }, step) =>
    blockers.some(({ number, resolvedAt }) => number === step && resolvedAt === null),
};

function stateOf(receivers: HandoffCase['receivers'], step: number) {
  return receivers.find(({ place }) => place === step)?.state;
}

/** Ends the running promise of a decision once nothing that was missed is still owed. */
export function settleDecision(work: UnitOfWork, subject: HandoffCase): void {
  const running = subject.clocks.find(({ kind, state }) => kind === DECISION.kind && state === 'running');
  if (running !== undefined && !isAnythingOwed(subject)) endClock(work, subject, running, 'settled');
}

/** Whether a decision is owed, be it in time or late. */
export function isDecisionOwed({ clocks }: HandoffCase): boolean {
  return clocks.some((clock) => clock.kind === DECISION.kind && (clock.state === 'running' || isStillMissed(clock)));
}

/** Whether anything that was missed is still owed. */
export function isAnythingOwed(subject: HandoffCase): boolean {
  return subject.clocks.some((clock) => isStillOwed(subject, clock));
}

function isStillOwed(subject: HandoffCase, clock: HandoffClock): boolean {
  const { kind, step } = clock;
  return kind !== 'handoffDecision' && isStillMissed(clock) && STILL_OWED[kind](subject, step!);
}
