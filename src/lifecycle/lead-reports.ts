import type { ForbiddenError } from '../auth/auth.errors.js';
import type { LeadErasedError, LeadStateError } from '../leads/lead.errors.js';
import { type InvalidRequestError, Refusal } from '../platform/refusal.js';
import type { LeadCase } from './lead-case.js';

/** A milestone is refused by something that follows milestones. */
export abstract class BarredError extends Refusal {
  /** The name of the entry in the answer to a batch. */
  abstract readonly fault: string;
}

/** A report on a lead in a batch, with its place. */
export interface Report<Body> {
  readonly index: number;
  readonly body: Body;
}

/** A report whose lead is known. */
export interface LeadReport<Body> extends Report<Body> {
  readonly leadId: string;
}

/** A report whose lead is locked, by a caller who may work on it. */
export interface OpenReport<Body> extends LeadReport<Body> {
  readonly leadCase: LeadCase;
}

export type ReportRefusal = InvalidRequestError | ForbiddenError | LeadErasedError | LeadStateError | BarredError;

/** The result of a report. */
export type Taken =
  | { readonly status: 'recorded' | 'existing'; readonly id: string; readonly leadId: string }
  | { readonly status: 'noMatch' }
  | { readonly status: 'refused'; readonly refusal: ReportRefusal }
  /** This report alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** Results by the places of the reports. */
export type AllTaken = Map<number, Taken>;
