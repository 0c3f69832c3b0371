import { parseDuration } from '../../platform/duration.js';
import type { HandoffTerms } from '../../sla/handoff-terms.js';
import type { Promised } from '../../sla/policy.js';
import type { Handoff } from '../handoff.js';
import type { Question } from '../questions/question.js';
import type { Receiver } from '../receivers/receiver.js';
import type { HandoffKindBody } from './handoff-kind.dto.js';
import { type HandoffKind, readKind } from './handoff-kind.js';

/** A version of a kind of handoff, ready to be applied. Versions never change. */
export interface KindVersion extends HandoffKind {
  readonly id: string;
  readonly version: number;
  readonly body: HandoffKindBody;
}

/** @param body as it was saved, its form in its order */
export function readKindVersion(id: string, version: number, body: HandoffKindBody): KindVersion {
  return { id, version, body, ...readKind(body) };
}

/**
 * What is promised about a handoff by now.
 * @param questions each is answered as soon as the receiver accepts handoffs between whom and the giver it is
 */
export function termsOf(
  { body: { receivers, escalation, clientToldWithin } }: KindVersion,
  { exception }: Pick<Handoff, 'exception'>,
  standing: readonly Pick<Receiver, 'place' | 'scheduledAt'>[],
  questions: readonly Pick<Question, 'number' | 'place'>[] = [],
): HandoffTerms {
  return {
    // A handoff is work between colleagues: whoever owes something is told, and their working hours count.
    mode: 'enforce',
    time: 'working',
    calendar: 'owner',
    grace: promisedBy('PT15M'),
    receivers: receivers.map(({ acknowledgeWithin, completeWithin }, index) => ({
      acknowledgeWithin: promisedBy(acknowledgeWithin),
      completeWithin: promisedBy(completeWithin),
      scheduledAt: standing.find(({ place }) => place === index + 1)?.scheduledAt ?? null,
    })),
    questions: new Map(
      questions.map(({ number, place }) => [number, promisedBy(receivers[place - 1]!.acknowledgeWithin)]),
    ),
    escalation: { deciderRepId: escalation.deciderRepId, decideWithin: promisedBy(escalation.decideWithin) },
    completeBy: exception?.completeBy ?? null,
    clientToldWithin: clientToldWithin == null ? null : promisedBy(clientToldWithin),
  };
}

export function promisedBy(text: string): Promised {
  const duration = parseDuration(text, { allowZero: true });
  if ('code' in duration) throw new Error(`"${text}" passed the check of a kind of handoff and is no duration`);
  return { ...duration, text };
}
