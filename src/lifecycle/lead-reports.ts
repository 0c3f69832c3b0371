import type { ForbiddenError } from '../auth/auth.errors.js';
import type { LeadErasedError, LeadStateError } from '../leads/lead.errors.js';
import { type InvalidRequestError, Refusal } from '../platform/refusal.js';
import type { LeadCase } from './lead-case.js';

/** A lead does not reach a milestone because something that follows its milestones bars it. */
export abstract class BarredError extends Refusal {
  /** What it is called in the answer to a batch. */
  abstract readonly fault: string;
}

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

export type ReportRefusal = InvalidRequestError | ForbiddenError | LeadErasedError | LeadStateError | BarredError;

/** What became of a report. */
export type Taken =
  | { readonly status: 'recorded' | 'existing'; readonly id: string; readonly leadId: string }
  | { readonly status: 'noMatch' }
  | { readonly status: 'refused'; readonly refusal: ReportRefusal }
  /** It alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** By the places of the reports. */
export type AllTaken = Map<number, Taken>;
