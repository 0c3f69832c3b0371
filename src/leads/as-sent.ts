import { toIso } from '../platform/instant.js';
import { LEAD_FIELD_NAMES, type LeadInput } from '../vocabulary/lead-fields.js';
import type { LeadDocument } from './lead.js';

/** What was told of a lead, as intake takes it: what was not told is absent. */
export function toldOf(document: LeadDocument): LeadInput {
  const told: Record<string, unknown> = {};
  for (const name of LEAD_FIELD_NAMES) if (document[name] !== null) told[name] = document[name];
  if (document.submittedAt !== null) told.submittedAt = toIso(document.submittedAt);
  return told as unknown as LeadInput;
}
