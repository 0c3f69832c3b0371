import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

export const REP_NAMES = {
  queryKey: ['reps', 'names'],
  queryFn: async () => (await get('/v1/reps/names')).data,
  staleTime: 5 * 60_000,
} as const;

/** Reads the names of all reps, also of those whom the user may not see otherwise. */
export function useNamedReps() {
  return useQuery(REP_NAMES);
}

/** Returns a function from a rep's id to the name; empty while names are loading, `Nobody` for null. */
export function useNames(): (repId: string | null) => string {
  const { data, isPending } = useNamedReps();
  const unknown = isPending ? '' : 'Somebody';
  return (repId) => (repId === null ? 'Nobody' : (data?.find(({ id }) => id === repId)?.name ?? unknown));
}
