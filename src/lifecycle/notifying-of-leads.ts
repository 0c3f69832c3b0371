import type { NotificationType } from '../notifications/notification.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The most leads that a message names. */
export const LEADS_NAMED_MAX = 100;

/** Sends an owner one notification about several of their leads: how many, and which. */
export function notifyOfLeads(
  work: UnitOfWork,
  repId: string | null,
  type: Extract<NotificationType, `leads.${string}`>,
  cases: readonly LeadCase[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  const leadIds = cases.slice(0, LEADS_NAMED_MAX).map(({ lead }) => lead.id);
  work.notify(repId, type, null, { leads: cases.length, leadIds, ...more });
}
