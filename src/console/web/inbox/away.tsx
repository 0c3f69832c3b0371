import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, put } from '../api/api.js';
import { useNotices } from '../parts/notices.js';
import { messageOf } from '../parts/states.js';

/** Whether new leads come: whoever is away for a moment gets none, and their clocks follow the policy. */
export function Away({ repId }: { repId: string }) {
  const queries = useQueryClient();
  const { say } = useNotices();
  const queryKey = ['rep', repId];
  const { data: rep } = useQuery({ queryKey, queryFn: () => get('/v1/reps/{id}', { path: { id: repId } }) });
  if (rep === undefined) return null;
  async function set(available: boolean): Promise<void> {
    try {
      await put('/v1/reps/{id}/availability', { path: { id: repId }, body: { available } });
      say({ text: available ? 'New leads come to you again.' : 'No new leads come to you until you are back.' });
    } catch (error) {
      say({ text: messageOf(error), isWrong: true });
    }
    await queries.invalidateQueries({ queryKey });
  }
  return (
    <label className="switch">
      <input type="checkbox" checked={rep.available} onChange={({ target }) => set(target.checked)} />
      {rep.available ? 'Taking leads' : 'Away'}
    </label>
  );
}
