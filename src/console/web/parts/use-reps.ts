import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';

/** All reps whom somebody may see. */
export function useReps() {
  return useQuery({
    queryKey: ['reps'],
    queryFn: async () => (await get('/v1/reps', { query: { limit: 1_000 } })).data,
    staleTime: 5 * 60_000,
  });
}

/** What somebody is called; who may not be seen is somebody, too. */
export function nameAmong(reps: readonly Schemas['Rep'][], id: string): string {
  return reps.find((rep) => rep.id === id)?.name ?? 'Somebody';
}
