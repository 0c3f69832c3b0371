import type { LeadForFeedback } from '../../leads/lead.store.js';
import type { LeadStory } from './planning.js';

/** What of a lead may concern ad platforms. */
export function feedbackLeadOf(row: LeadForFeedback): LeadStory['lead'] {
  const { id, submittedAt, receivedAt, clickIds, consent, contact, company, landingPage, source, test, cycle } = row;
  const name = company?.name;
  return {
    id,
    createdAt: submittedAt === null ? receivedAt : Math.min(submittedAt, receivedAt),
    receivedAt,
    clickIds,
    consent,
    contact,
    company: name === undefined ? null : { name },
    landingPage,
    source,
    test,
    cycle,
  };
}
