import type { TouchBody } from '../leads/activity.dto.js';
import { touchKey } from '../leads/touch.js';
import type { OpenReport, ReportRefusal } from './lead-reports.js';

/** A touch with its lead, and why it cannot be recorded. */
export interface Judged extends OpenReport<TouchBody> {
  readonly refusal: ReportRefusal | undefined;
}

/** The ids of touches by `touchKey`; touches without an external id have none. */
export type Known = Map<string | undefined, string>;

/** Undefined without an external id. */
export function keyOf(leadId: string, { externalId }: TouchBody): string | undefined {
  return externalId === undefined ? undefined : touchKey({ leadId, externalId });
}
