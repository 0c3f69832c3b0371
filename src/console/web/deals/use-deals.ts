import { useQuery } from '@tanstack/react-query';
import { get, type QueryOf, type Schemas } from '../api/api.js';
import { usePages } from '../parts/use-pages.js';
import type { Deal } from './deal-words.js';

export type DealQuery = QueryOf<'/v1/deals'>;

const LOOK_MS = 30_000;

/** Reads deals by expected closing date, the earliest first. */
export function useDeals(query: DealQuery, limit = 200) {
  return usePages(
    ['deals', query, limit],
    (page) => get('/v1/deals', { query: { sort: 'expectedCloseAt', ...query, limit, ...page } }),
    { refetchInterval: LOOK_MS },
  );
}

const NONE: readonly Deal[] = [];

/** Reads the deals made from a lead, as far as the user may see them; empty while they are loading, and for null. */
export function useDealsOfLead(leadId: string | null): readonly Deal[] {
  const { data } = useQuery({
    queryKey: ['deals', { leadId }],
    queryFn: () => get('/v1/deals', { query: { leadId: leadId! } }),
    enabled: leadId !== null,
    refetchInterval: LOOK_MS,
  });
  return data?.data ?? NONE;
}

/** Reads a deal for a dialog that is opened elsewhere than on its page. */
export function useDeal(id: string) {
  return useQuery({ queryKey: ['deal', id], queryFn: () => get('/v1/deals/{id}', { path: { id } }) });
}

/** Reads the handoff of a deal; undefined while it is loading, if there is none, or if the user may not see it. */
export function useHandoffOf({ handoff }: Deal): Schemas['Handoff'] | undefined {
  const { data } = useQuery({
    queryKey: ['handoff', handoff?.id],
    queryFn: () => get('/v1/handoffs/{id}', { path: { id: handoff!.id } }),
    enabled: handoff !== null,
  });
  return data;
}

/** Reads the lead of a deal; undefined while it is loading, if there is none, or if the user may not see it. */
export function useLeadOf({ lead }: Deal): Schemas['Lead'] | undefined {
  const { data } = useQuery({
    queryKey: ['lead', lead?.id],
    queryFn: () => get('/v1/leads/{id}', { path: { id: lead!.id } }),
    enabled: lead !== null,
  });
  return data;
}

/** Not kept for the page of the contract, which would show it as it was before. */
export const contractToRenew = (id: string) => ({
  queryKey: ['contract to renew', id],
  queryFn: () => get('/v1/contracts/{id}', { path: { id } }),
});
