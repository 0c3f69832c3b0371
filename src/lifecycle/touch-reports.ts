import type { TouchBody } from '../leads/activity.dto.js';
import { touchKey } from '../leads/touch.js';
import type { LeadCase } from './lead-case.js';
import type { TouchRefusal } from './reading-touches.js';

/** A touch of a batch, and its place in it. */
export interface Report<Body = TouchBody> {
  readonly index: number;
  readonly body: Body;
}

/** One whose lead is known. */
export interface LeadReport extends Report {
  readonly leadId: string;
}

/** What became of a report. */
export type TouchTaken =
  | { readonly status: 'recorded' | 'existing'; readonly id: string; readonly leadId: string }
  | { readonly status: 'noMatch' }
  | { readonly status: 'refused'; readonly refusal: TouchRefusal }
  /** It alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** By the places of the reports. */
export type AllTaken = Map<number, TouchTaken>;

/** A report with its lead open, and why it cannot be recorded. */
export interface Judged extends LeadReport {
  readonly leadCase: LeadCase;
  readonly refusal: TouchRefusal | undefined;
}

/** The ids of touches by `touchKey`; there is none without an external id. */
export type Known = Map<string | undefined, string>;

/** Undefined without an external id. */
export function keyOf(leadId: string, { externalId }: TouchBody): string | undefined {
  return externalId === undefined ? undefined : touchKey({ leadId, externalId });
}
