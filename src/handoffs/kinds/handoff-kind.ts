import { type CompiledCondition, compileCondition } from '../../conditions/condition-evaluate.js';
import type { Condition } from '../../conditions/condition-language.js';
import { type FormField, readForm } from '../../forms/form.js';
import { parseDuration } from '../../platform/values/duration.js';
import type { HandoffTerms, PromisedDuration } from '../../sla/policy.js';
import type { Blocker } from '../blockers/blocker.js';
import type { Handoff } from '../handoff.js';
import type { Question } from '../questions/question.js';
import type { Receiver } from '../receivers/receiver.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';
import {
  comparisonsIn,
  conditionFieldsOf,
  DEAL_CONDITION_FIELDS,
  type HandoffConditionFields,
  type ReadyRule,
  readReady,
} from './ready.js';

export const HANDOFF_STARTS = ['deal.won', 'delivery.completed', 'renewal.due', 'manual'] as const;
export type HandoffStart = (typeof HANDOFF_STARTS)[number];

/** How an exception is treated whenever it occurs. */
export const TREATMENTS = ['standardise', 'automate', 'escalate'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** A longer checklist is a project, and gets a warning. */
export const CHECKLIST_SHORT = 20;

/** The form and the definition of ready of a kind, compiled to find what is missing. */
export interface HandoffKind {
  readonly form: FormField;
  readonly ready: readonly ReadyRule[];
  readonly asked: HandoffConditionFields;
  /** Whether it hands over what was sold, so that the deal needs an amount. */
  readonly isOfWin?: boolean;
}

/** @param body one that `faultsOfKind` has found no fault with */
export function readKind(body: Pick<HandoffKindBody, 'form' | 'ready'>): HandoffKind {
  const form = readForm(body.form);
  const conditionFields = conditionFieldsOf(form);
  return { form, asked: conditionFields, ready: readReady(body.ready, conditionFields) };
}

/** A version of a kind of handoff, ready to be applied. Versions never change. */
export interface KindVersion extends HandoffKind {
  readonly id: string;
  readonly version: number;
  readonly body: HandoffKindBody;
  /** The condition on deals; null if it takes all. */
  readonly when: CompiledCondition<Readonly<Record<string, unknown>>> | null;
  /** Whether its condition asks for the type of the deal. */
  readonly asksForType: boolean;
}

/** @param body as it was saved, with the fields of the form in their order */
export function readKindVersion(id: string, version: number, body: HandoffKindBody): KindVersion {
  const { when } = body.start;
  return {
    id,
    version,
    body,
    ...readKind(body),
    isOfWin: body.start.on === 'deal.won',
    asksForType: comparisonsIn(when).some(({ comparison: { field } }) => field === 'deal.type'),
    when: when === undefined ? null : compileCondition(when as Condition, DEAL_CONDITION_FIELDS),
  };
}

/**
 * Returns the present terms of all promises about a handoff.
 * @param questions each has to be answered within the time in which its receiver accepts handoffs
 */
export function termsOf(
  { body: { receivers, escalation, clientToldWithin, time } }: KindVersion,
  { exception }: Pick<Handoff, 'exception'>,
  standing: readonly Pick<Receiver, 'place' | 'scheduledAt'>[],
  questions: readonly Pick<Question, 'number' | 'place'>[] = [],
  blockers: readonly Pick<Blocker, 'number' | 'dueAt'>[] = [],
): HandoffTerms {
  return {
    // A handoff is work between colleagues: the rep who owes something is notified, and by default their hours count.
    mode: 'enforce',
    // Versions from before kinds had a time say nothing.
    time: time ?? 'working',
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
    blockers: new Map(blockers.map(({ number, dueAt }) => [number, dueAt])),
    escalation: { deciderRepId: escalation.deciderRepId, decideWithin: promisedBy(escalation.decideWithin) },
    completeBy: exception?.completeBy ?? null,
    clientToldWithin: clientToldWithin == null ? null : promisedBy(clientToldWithin),
  };
}

/** @param text a duration that a kind was saved with */
export function promisedBy(text: string): PromisedDuration {
  const duration = parseDuration(text, { allowZero: true });
  if ('code' in duration) throw new Error(`"${text}" passed the check of a kind of handoff and is no duration`);
  return { ...duration, text };
}
