import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';

export function useHandoffKinds() {
  return useQuery({
    queryKey: ['handoff-kinds'],
    queryFn: () => readAll((page) => get('/v1/handoff-kinds', { query: page })),
    staleTime: 60_000,
  });
}
