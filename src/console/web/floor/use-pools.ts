import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';

/** Returns all pools; empty while they are loading. */
export function usePools(): readonly Schemas['Pool'][] {
  const { data } = useQuery({
    queryKey: ['pools'],
    queryFn: async () => (await get('/v1/pools', { query: { limit: 1_000 } })).data,
    staleTime: 5 * 60_000,
  });
  return data ?? [];
}
