import type { Directory } from '../../directory/directory.js';
import { effectOf } from '../../disposition/suppression.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { SUPPRESSED_NUMBER } from '../../leads/reading.js';
import { pinPolicy } from '../clocks/lead-clocks.js';
import { requestByRules } from '../routing/routing-requests.js';
import type { ReadArrival, ValidArrival } from './reading-arrivals.js';
import type { SuppressionsOfLeads } from './taking-in.service.js';

/** The ways of contact that need the number. */
export const NOT_BY_NUMBER = ['call', 'sms'] as const;

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
  const document = leadCase.document!;
  const { contact, issues } = document;
  const doNot = [...new Set([...(contact.doNot ?? []), ...NOT_BY_NUMBER])];
  leadCase.document = { ...document, contact: { ...contact, doNot }, issues: [...issues, SUPPRESSED_NUMBER] };
  pinPolicy(directory, leadCase);
  if ('request' in each) each.request = requestByRules(directory, leadCase, 'intake');
}
