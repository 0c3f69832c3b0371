import { get, type QueryOf, type Schemas } from '../api/api.js';

export type SlimLead = Schemas['SlimLead'];
export type LeadQuery = QueryOf<'/v1/leads'>;

/** A page of leads as rows of a table. The same route answers whole leads, too, which is why its answer is narrowed here. */
export async function readSlimLeads(query: LeadQuery): Promise<Schemas['SlimLeadPage']> {
  return (await get('/v1/leads', { query: { ...query, fields: 'slim' } })) as Schemas['SlimLeadPage'];
}

/** Who the lead is, by the best name that a row has. */
export function rowNameOf({ name, id }: SlimLead): string {
  return name ?? `Lead ${id.slice(-6)}`;
}
