import type { Directory } from '../../directory/directory.js';
import { BY_NUMBER, effectOf } from '../../disposition/suppression.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import type { LeadDocument } from '../../leads/lead.js';
import { SUPPRESSED_NUMBER } from '../../leads/reading.js';
import { pinPolicy } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { requestByRules } from '../routing/routing-requests.js';
import type { UnitOfWork } from '../unit-of-work.js';
import type { ReadArrival, ValidArrival } from './reading-arrivals.js';
import type { SuppressionsOfLeads } from './taking-in.service.js';

/**
 * Keeps leads of which only the number is suppressed from being closed: they are served by their address and never
 * called, or wait for a person if nothing else can be read.
 * @returns the suppressions that close leads, and those that forbid to call
 */
export function serveByAddress(
  directory: Directory,
  arrivals: readonly ReadArrival[],
  suppressed: SuppressionsOfLeads,
): { readonly blocked: SuppressionsOfLeads; readonly uncalled: SuppressionsOfLeads } {
  if (suppressed.size === 0) return { blocked: suppressed, uncalled: suppressed };
  const blocked = new Map<string, SuppressionRow>();
  const uncalled = new Map<string, SuppressionRow>();
  for (const each of arrivals) {
    const suppression = 'faults' in each ? undefined : suppressed.get(each.leadCase.lead.id);
    if (suppression === undefined || 'faults' in each) continue;
    const isServed = effectOf(suppression, each.leadCase.document!) !== 'closes';
    (isServed ? uncalled : blocked).set(each.leadCase.lead.id, suppression);
    if (isServed) forbidCalls(directory, each);
  }
  return { blocked, uncalled };
}

function forbidCalls(directory: Directory, each: ValidArrival): void {
  const { leadCase } = each;
  leadCase.document = withoutCalls(leadCase.document!);
  pinPolicy(directory, leadCase);
  if ('request' in each) each.request = requestByRules(directory, leadCase, 'intake');
}

/**
 * Returns a lead whose number must not be called. A corrected number does not lift that: it cannot be told from a wish of
 * the person's.
 */
export function withoutCalls(document: LeadDocument): LeadDocument {
  const { contact, issues } = document;
  const doNot = [...new Set([...(contact.doNot ?? []), ...BY_NUMBER])];
  return { ...document, contact: { ...contact, doNot }, issues: [...new Set([...issues, SUPPRESSED_NUMBER])] };
}

/** Tells a rep that they must not call the number of a lead, or of a form that has joined it. */
export function warnOfCalling(
  work: UnitOfWork,
  repId: string | null,
  leadCase: LeadCase,
  suppression: SuppressionRow | undefined,
): void {
  if (suppression === undefined) return;
  const { id: suppressionId, reason } = suppression;
  work.notify(repId, 'lead.suppressed', leadCase, { reason, suppressionId, doNot: BY_NUMBER });
}
