import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo } from 'react';
import { get, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { ErrorState, Loading } from '../parts/states.js';
import type { LeadActions } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Gives a lead to somebody by name. */
export function ReassignDialog({ lead, actions, onClose }: Props) {
  const { data, error } = useReps();
  const others = useMemo(() => (data ?? []).filter(({ id, active }) => active && id !== lead.ownerId), [data, lead]);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void actions.reassign(lead, String(form.get('repId')), String(form.get('reason')).trim());
    onClose();
  }
  return (
    <Dialog title={`Move: ${nameOf(lead)}`} onClose={onClose}>
      {data === undefined ? (
        error ? (
          <ErrorState error={error} />
        ) : (
          <Loading />
        )
      ) : (
        <form onSubmit={submit}>
          <label>
            To
            <select name="repId" required defaultValue="">
              <option value="" disabled>
                Choose
              </option>
              {others.map(({ id, name, receiving }) => (
                <option key={id} value={id}>
                  {name}
                  {receiving.now ? '' : ' (takes no leads now)'}
                </option>
              ))}
            </select>
          </label>
          <label>
            Why
            <input name="reason" maxLength={1_000} required />
          </label>
          <p className="buttons">
            <button type="submit" className="main">
              Move the lead
            </button>
          </p>
        </form>
      )}
    </Dialog>
  );
}

/** All reps whom somebody may see. */
export function useReps() {
  return useQuery({
    queryKey: ['reps'],
    queryFn: async () => (await get('/v1/reps', { query: { limit: 1_000 } })).data,
    staleTime: 5 * 60_000,
  });
}
