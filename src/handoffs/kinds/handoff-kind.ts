import { type FormField, readForm } from '../../forms/form.js';
import type { HandoffKindBody } from './handoff-kind.dto.js';
import { askedOf, type HandoffConditionFields, type ReadyRule, readReady } from './ready.js';

/** What begins a handoff. */
export const HANDOFF_STARTS = ['deal.won', 'delivery.completed', 'renewal.due', 'manual'] as const;
export type HandoffStart = (typeof HANDOFF_STARTS)[number];

/** What is done about an exception whenever it comes. */
export const TREATMENTS = ['standardise', 'automate', 'escalate'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** More than so much is a project, not a check. */
export const CHECKLIST_SHORT = 20;

/** A kind of handoff, ready to be asked what a form lacks. */
export interface HandoffKind {
  readonly form: FormField;
  readonly ready: readonly ReadyRule[];
  readonly asked: HandoffConditionFields;
}

/** @param body one that `faultsOfKind` has found no fault with */
export function readKind(body: Pick<HandoffKindBody, 'form' | 'ready'>): HandoffKind {
  const form = readForm(body.form);
  const asked = askedOf(form);
  return { form, asked, ready: readReady(body.ready, asked) };
}
