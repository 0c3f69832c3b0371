import { parseDuration } from '../platform/values/duration.js';
import type { BreachAction, HandoffTerms, PromisedDuration, ReceiverTerms } from '../sla/policy.js';
import type { Clock, HandoffClockKind } from './clock.js';
import type { HandoffClockRules } from './clock-rules.js';
import { type PromiseOptions, promise } from './promise.js';

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

interface OfHandoff
  extends Pick<PromiseOptions<HandoffTerms>, 'label' | 'missed' | 'promised' | 'agreed'>,
    Partial<Pick<PromiseOptions<HandoffTerms>, 'chain' | 'goesOn'>> {
  readonly description: string;
}

/** Unless it says otherwise, a miss goes to the decider, and what was missed is still owed. */
function ofHandoff({ description, ...own }: OfHandoff) {
  return {
    subject: 'handoff' as const,
    description,
    ...promise<HandoffTerms>({ owedBy: 'owner', warnings: () => WARNED_AT, chain: toTheDecider, goesOn: true, ...own }),
  };
}

export const HANDOFF_CLOCKS = {
  handoffAcknowledge: ofHandoff({
    description: 'a receiver’s, from the handoff until they accept it or return it',
    label: 'acceptance',
    missed: (handoff, owner) => `${owner} neither accepted ${handoff} in time nor returned it`,
    promised: (terms, clock) => ({ within: receiverOf(terms, clock)?.acknowledgeWithin ?? null }),
  }),
  handoffComplete: ofHandoff({
    description: 'a receiver’s, from accepting until it is processed, or until the date that they have named',
    label: 'processing',
    missed: (handoff, owner) => `${owner} did not process ${handoff} in time`,
    promised: (terms, clock) => ({ within: receiverOf(terms, clock)?.completeWithin ?? null }),
    agreed: (terms, clock) => receiverOf(terms, clock)?.scheduledAt ?? null,
  }),
  handoffQuestion: ofHandoff({
    description: 'of the person who was asked, until they answer',
    label: 'answer to a question',
    missed: (handoff, owner) => `${owner} did not answer a question about ${handoff} in time`,
    promised: ({ questions }, { step }) => ({ within: questions.get(step!) ?? null }),
  }),
  handoffException: ofHandoff({
    description: 'the giver’s, to complete a form that was handed over incomplete or returned',
    label: 'completion of the form',
    missed: (handoff, owner) => `${owner} did not complete ${handoff} in time`,
    promised: repairOf,
    agreed: ({ completeBy }, { step }) => (step === 0 ? completeBy : null),
  }),
  handoffClientTold: ofHandoff({
    description: 'the giver’s, until the client has been told what happens next',
    label: 'update to the client',
    missed: (handoff, owner) => `${owner} did not tell the client of ${handoff} in time what happens next`,
    promised: ({ clientToldWithin }) => ({ within: clientToldWithin }),
  }),
  handoffBlocker: ofHandoff({
    description: 'of the owner of a blocker, until it is resolved, by the date that was set for it',
    label: 'resolution of a blocker',
    missed: (handoff, owner) => `${owner} did not resolve in time what blocks ${handoff}`,
    promised: () => ({ within: null }),
    agreed: ({ blockers }, { step }) => blockers.get(step!) ?? null,
  }),
  handoffDecision: ofHandoff({
    description:
      'the decider’s, from a miss that was escalated to them until they have decided, or the miss is made up for',
    label: 'decision about a handoff',
    missed: (handoff, owner) => `${owner} did not decide in time what becomes of ${handoff}`,
    promised: ({ escalation }) => ({ within: escalation.decideWithin }),
    chain: toTheManager,
    goesOn: false,
  }),
} satisfies Record<HandoffClockKind, HandoffClockRules>;
