import type { LeadFacts } from '../conditions/lead-facts.js';
import type { LeadDocument } from './lead.js';

/** What conditions read of a lead; a number that could be read is compared in its international form. */
export function factsOf(document: LeadDocument): LeadFacts {
  const { contact, phoneKey } = document;
  return { ...document, contact: phoneKey === null ? contact : { ...contact, phone: phoneKey } };
}
