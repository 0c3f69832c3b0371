import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { serverTime } from '../live/server-time.js';
import { useMinute } from '../parts/minute.js';
import { soonTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';

const REFRESH_MS = 60_000;

/** Says that the rep is absent now, until when, and who covers; null if they are not. */
export function useAbsence(repId: string): string | null {
  const { timeZone } = useMe();
  const nameOf = useNames();
  // Absences begin and end while the page is open.
  useMinute();
  const { data = [] } = useQuery({
    queryKey: ['rep', repId, 'absences'],
    queryFn: () => readAll((page) => get('/v1/reps/{id}/absences', { path: { id: repId }, query: page })),
    refetchInterval: REFRESH_MS,
  });
  const now = serverTime.now();
  const absence = data.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  return absence === undefined ? null : inWords(absence, soonTime(absence.to, timeZone, now), nameOf);
}

function inWords({ coverRepId }: Schemas['Absence'], until: string, nameOf: (repId: string) => string): string {
  const cover = coverRepId === undefined ? '' : `; ${nameOf(coverRepId)} covers`;
  return `Absent until ${until}${cover}`;
}
