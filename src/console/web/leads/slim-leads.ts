import { get, type QueryOf, type Schemas } from '../api/api.js';

export type SlimLead = Schemas['SlimLead'];
export type LeadQuery = QueryOf<'/v1/leads'>;

/** Reads a page of slim leads. The cast is needed because the route's type also covers whole leads. */
export async function readSlimLeads(query: LeadQuery): Promise<Schemas['SlimLeadPage']> {
  return (await get('/v1/leads', { query: { ...query, fields: 'slim' } })) as Schemas['SlimLeadPage'];
}

export function rowNameOf({ name, id }: SlimLead): string {
  return name ?? `Lead ${id.slice(-6)}`;
}
