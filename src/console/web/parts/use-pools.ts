import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { may, useMe } from '../session/me.js';

/** Returns all pools; empty while they are loading, and for users who may not read them. */
export function usePools(): readonly Schemas['Pool'][] {
  const { data } = useQuery({
    queryKey: ['pools'],
    queryFn: () => readAll((page) => get('/v1/pools', { query: page })),
    enabled: may(useMe(), 'manager', 'read'),
    staleTime: 5 * 60_000,
  });
  return data ?? [];
}
