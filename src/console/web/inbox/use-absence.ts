import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { useMinute } from '../parts/minute.js';
import { soonTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';
import { absencesOf } from '../team/absences-query.js';

const REFRESH_MS = 60_000;

/** Says that the rep is absent now, until when, and who covers; null if they are not. */
export function useAbsence(repId: string): string | null {
  const { timeZone } = useMe();
  const nameOf = useNames();
  // Absences begin and end while the page is open.
  useMinute();
  const { data = [] } = useQuery({ ...absencesOf(repId), refetchInterval: REFRESH_MS });
  const now = serverTime.now();
  const absence = data.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  return absence === undefined ? null : inWords(absence, soonTime(absence.to, timeZone, now), nameOf);
}

function inWords({ coverRepId }: Schemas['Absence'], until: string, nameOf: (repId: string) => string): string {
  const cover = coverRepId === undefined ? '' : `; ${nameOf(coverRepId)} covers`;
  return `Absent until ${until}${cover}`;
}
