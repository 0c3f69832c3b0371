import { parseDuration } from '../platform/duration.js';
import type { BreachAction, HandoffTerms, Promised, ReceiverTerms } from '../sla/policy.js';
import type { Clock, HandoffClockKind } from './clock.js';
import type { HandoffClockRules } from './clock-rules.js';
import { promise } from './enforcement.js';

const AT_ONCE: Promised = {
  ...(parseDuration('PT0S', { allowZero: true }) as { days: number; ms: number }),
  text: 'PT0S',
};

/** When half of the time is left, and a tenth. */
const WARNED_AT = [0.5, 0.9];

/** The escalation path of handoffs: the decider is notified, and so is whoever has not acted yet. */
const toTheDecider = ({ escalation: { deciderRepId } }: HandoffTerms): BreachAction[] => [
  { after: AT_ONCE, do: 'escalate', to: { repId: deciderRepId } },
];

const receiverOf = ({ receivers }: HandoffTerms, { step }: Clock): ReceiverTerms | undefined => receivers[step! - 1];

/** How soon the giver has to complete what was missing. */
const repairOf = ({ completeBy, escalation }: HandoffTerms, { step }: Clock) => ({
  within: step === 0 && completeBy !== null ? null : escalation.decideWithin,
});

/** Every kind of clock of a handoff. */
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
    }),
  },
  handoffQuestion: {
    subject: 'handoff',
    description: 'of whoever was asked, until they answer',
    ...promise<HandoffTerms>({
      label: 'answer to a question',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not answer a question about ${handoff} in time`,
      warnings: () => WARNED_AT,
      promised: ({ questions }, { step }) => ({ within: questions.get(step!) ?? null }),
      chain: toTheDecider,
    }),
  },
  handoffException: {
    subject: 'handoff',
    description: 'the giver’s, to complete what was handed over without, or was returned',
    ...promise<HandoffTerms>({
      label: 'completion of the form',
      owedBy: 'owner',
      missed: (handoff, owner) => `${owner} did not complete ${handoff} in time`,
      warnings: () => WARNED_AT,
      promised: repairOf,
      agreed: ({ completeBy }, { step }) => (step === 0 ? completeBy : null),
      chain: toTheDecider,
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
    }),
  },
} satisfies Record<HandoffClockKind, HandoffClockRules>;
