import type { LeadNames } from '../../leads/naming.js';
import type { RowFields } from './row-fields.js';

/** The fields by which a row names a lead that is there. */
export const LEAD_NAMES = ['leadId', 'leadExternalId', 'source', 'email', 'phone'] as const;

/**
 * Returns how a row names its lead; an empty object if it names none. A row may say several: an id is surer than an
 * address, and an address than a number.
 * @param source of leads that rows name by their ids elsewhere
 */
export function leadNamesIn(row: RowFields, source: string | null): LeadNames {
  const leadId = row.text('leadId');
  if (leadId !== undefined) return { leadId };
  const leadExternalId = row.text('leadExternalId');
  if (leadExternalId !== undefined) return { leadExternalId, source: row.text('source') ?? source ?? undefined };
  const email = row.text('email');
  if (email !== undefined) return { email };
  const phone = row.text('phone');
  return phone === undefined ? {} : { phone };
}
