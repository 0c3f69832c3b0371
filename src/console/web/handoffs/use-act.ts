import { useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../api/api.js';
import { useNotices } from '../parts/notices.js';
import { messageOf } from '../parts/states.js';

export interface Act {
  /** For forms, which show what was refused beside what was typed. */
  readonly orThrow: (said: string, send: () => Promise<unknown>) => Promise<void>;
  /** For buttons. */
  readonly now: (said: string, send: () => Promise<unknown>) => Promise<void>;
}

/** Does something with a handoff, says so, and shows it as it is then. */
export function useAct({ id }: Pick<Schemas['Handoff'], 'id'>): Act {
  const queries = useQueryClient();
  const { say } = useNotices();
  const refresh = async () => {
    void queries.invalidateQueries({ queryKey: ['handoffs'] });
    await queries.invalidateQueries({ queryKey: ['handoff', id], predicate: ({ queryKey }) => queryKey[2] !== 'form' });
  };
  const orThrow: Act['orThrow'] = async (said, send) => {
    await send();
    say({ text: said });
    await refresh();
  };
  const now: Act['now'] = async (said, send) => {
    try {
      await orThrow(said, send);
    } catch (error) {
      say({ text: messageOf(error), isWrong: true });
      await refresh();
    }
  };
  return { orThrow, now };
}
