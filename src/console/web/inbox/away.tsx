import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, put } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Options, optionsOf } from '../parts/choice.js';
import { useNotices } from '../parts/notices.js';
import { messageOf } from '../parts/states.js';
import { minutesFromNow, soonTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { useAbsence } from './use-absence.js';

/** Labels by the number of minutes. */
const SPANS: Readonly<Record<string, string>> = {
  '30': 'for 30 minutes',
  '60': 'for an hour',
  '240': 'for 4 hours',
  '1440': 'for a day',
};

/** A switch for whether the rep takes new leads, with when they are back. Clocks of their leads follow the policy. */
export function Away({ repId }: { repId: string }) {
  const { timeZone } = useMe();
  const queries = useQueryClient();
  const { say } = useNotices();
  const queryKey = ['rep', repId];
  const { data: rep } = useQuery({ queryKey, queryFn: () => get('/v1/reps/{id}', { path: { id: repId } }) });
  const absence = useAbsence(repId);
  if (absence !== null) return <strong>{absence}</strong>;
  if (rep === undefined) return null;
  async function set(available: boolean, minutes?: string): Promise<void> {
    const until = minutes && minutesFromNow(Number(minutes));
    try {
      await put('/v1/reps/{id}/availability', { path: { id: repId }, body: { available, ...(until && { until }) } });
      say({
        text: available ? 'New leads come to you again.' : STAYS,
        ...(!available && { undo: () => void set(true) }),
      });
    } catch (error) {
      say({ text: messageOf(error), isWrong: true });
    }
    await queries.invalidateQueries({ queryKey });
  }
  const back = rep.unavailableUntil;
  return (
    <div className="switch">
      <label className="switch">
        <input type="checkbox" checked={rep.available} onChange={({ target }) => set(target.checked)} />
        Taking leads
      </label>
      {!rep.available && (
        <select aria-label="Until when" value="" onChange={({ target }) => set(false, target.value)}>
          <option value="">
            {back === undefined ? 'until I am back' : `until ${soonTime(back, timeZone, serverTime.now())}`}
          </option>
          <Options of={optionsOf(SPANS)} />
        </select>
      )}
    </div>
  );
}

const STAYS = 'No new leads come to you while you are away. Those that you have stay with you, and their clocks go on.';
