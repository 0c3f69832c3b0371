import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';

/** The query for the absences of a rep, ordered by their start. */
export const absencesOf = (repId: string) => ({
  queryKey: ['rep', repId, 'absences'],
  queryFn: () => readAll((page) => get('/v1/reps/{id}/absences', { path: { id: repId }, query: page })),
});
