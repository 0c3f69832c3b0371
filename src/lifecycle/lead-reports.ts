import type { ForbiddenError } from '../auth/auth.errors.js';
import type { HandoffIncompleteError } from '../handoffs/handoff.errors.js';
import type { LeadErasedError, LeadStateError } from '../leads/lead.errors.js';
import type { InvalidRequestError } from '../platform/refusal.js';
import type { LeadCase } from './lead-case.js';

/** What is told of a lead in a batch, and its place in it. */
export interface Report<Body> {
  readonly index: number;
  readonly body: Body;
}

/** One whose lead is known. */
export interface LeadReport<Body> extends Report<Body> {
  readonly leadId: string;
}

/** One whose lead is open, for whoever may work on it. */
export interface OpenReport<Body> extends LeadReport<Body> {
  readonly leadCase: LeadCase;
}

export type ReportRefusal =
  | InvalidRequestError
  | ForbiddenError
  | LeadErasedError
  | LeadStateError
  | HandoffIncompleteError;

/** What became of a report. */
export type Taken =
  | { readonly status: 'recorded' | 'existing'; readonly id: string; readonly leadId: string }
  | { readonly status: 'noMatch' }
  | { readonly status: 'refused'; readonly refusal: ReportRefusal }
  /** It alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** By the places of the reports. */
export type AllTaken = Map<number, Taken>;
