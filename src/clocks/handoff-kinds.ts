import { parseDuration } from '../platform/duration.js';
import type { BreachAction, HandoffTerms, PromisedDuration, ReceiverTerms } from '../sla/policy.js';
import type { Clock, HandoffClockKind } from './clock.js';
import type { HandoffClockRules } from './clock-rules.js';
import { promise } from './enforcement.js';

const AT_ONCE: PromisedDuration = {
  ...(parseDuration('PT0S', { allowZero: true }) as { days: number; ms: number }),
  text: 'PT0S',
};

/** Shares of the time after which the owner is warned: half of it is left, or a tenth. */
const WARNED_AT = [0.5, 0.9];

/** The escalation path of handoffs: a miss goes to the decider, and the decider's own miss to their manager. */
const toTheDecider = ({ escalation: { deciderRepId } }: HandoffTerms): BreachAction[] => [
  { after: AT_ONCE, do: 'escalate', to: { repId: deciderRepId } },
];

const toTheManager = (): BreachAction[] => [{ after: AT_ONCE, do: 'escalate', to: 'manager' }];

const receiverOf = ({ receivers }: HandoffTerms, { step }: Clock): ReceiverTerms | undefined => receivers[step! - 1];

/** The time that the giver has to complete the form; null if an exception set a date instead. */
const repairOf = ({ completeBy, escalation }: HandoffTerms, { step }: Clock) => ({
  within: step === 0 && completeBy !== null ? null : escalation.decideWithin,
});

export const HANDOFF_CLOCKS = {
  handoffAcknowledge: {
    subject: 'handoff',
    description: 'a receiver’s, from the handoff until they accept it or return it',
    ...promise<HandoffTerms>({
      label: 'acceptance',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} neither accepted ${handoff} in time nor returned it`,
      warnings: () => WARNED_AT,
      promised: (terms, clock) => ({ within: receiverOf(terms, clock)?.acknowledgeWithin ?? null }),
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffComplete: {
    subject: 'handoff',
    description: 'a receiver’s, from accepting until it is processed, or until the date that they have named',
    ...promise<HandoffTerms>({
      label: 'processing',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not process ${handoff} in time`,
      warnings: () => WARNED_AT,
      promised: (terms, clock) => ({ within: receiverOf(terms, clock)?.completeWithin ?? null }),
      agreed: (terms, clock) => receiverOf(terms, clock)?.scheduledAt ?? null,
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffQuestion: {
    subject: 'handoff',
    description: 'of the person who was asked, until they answer',
    ...promise<HandoffTerms>({
      label: 'answer to a question',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not answer a question about ${handoff} in time`,
      warnings: () => WARNED_AT,
      promised: ({ questions }, { step }) => ({ within: questions.get(step!) ?? null }),
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffException: {
    subject: 'handoff',
    description: 'the giver’s, to complete a form that was handed over incomplete or returned',
    ...promise<HandoffTerms>({
      label: 'completion of the form',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not complete ${handoff} in time`,
      warnings: () => WARNED_AT,
      promised: repairOf,
      agreed: ({ completeBy }, { step }) => (step === 0 ? completeBy : null),
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffClientTold: {
    subject: 'handoff',
    description: 'the giver’s, until the client has been told what happens next',
    ...promise<HandoffTerms>({
      label: 'update to the client',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not tell the client of ${handoff} in time what happens next`,
      warnings: () => WARNED_AT,
      promised: ({ clientToldWithin }) => ({ within: clientToldWithin }),
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffBlocker: {
    subject: 'handoff',
    description: 'of the owner of a blocker, until it is resolved, by the date that was set for it',
    ...promise<HandoffTerms>({
      label: 'resolution of a blocker',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not resolve in time what blocks ${handoff}`,
      warnings: () => WARNED_AT,
      promised: () => ({ within: null }),
      agreed: ({ blockers }, { step }) => blockers.get(step!) ?? null,
      chain: toTheDecider,
      goesOn: true,
    }),
  },
  handoffDecision: {
    subject: 'handoff',
    description:
      'the decider’s, from a miss that was escalated to them until they have decided, or the miss is made up for',
    ...promise<HandoffTerms>({
      label: 'decision about a handoff',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not decide in time what becomes of ${handoff}`,
      warnings: () => WARNED_AT,
      promised: ({ escalation }) => ({ within: escalation.decideWithin }),
      chain: toTheManager,
    }),
  },
} satisfies Record<HandoffClockKind, HandoffClockRules>;
