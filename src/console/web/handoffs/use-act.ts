import type { Schemas } from '../api/api.js';
import { useDoing, useRefusals } from '../parts/sending.js';

/** Does something with a handoff, says so, and shows it as it is then. */
export function useAct({ id }: Pick<Schemas['Handoff'], 'id'>) {
  const doing = useDoing([['handoff', id], ['handoffs'], ['deals'], ['deal']]);
  const refused = useRefusals();
  /** For forms, which show what was refused beside what was typed. */
  const orThrow = (said: string, send: () => Promise<unknown>) => doing({ said, send });
  /** For buttons. @param undo takes it back */
  const now = (said: string, send: () => Promise<unknown>, undo?: () => Promise<unknown>) =>
    refused(doing({ said, send, ...(undo && { undo }) }));
  return { orThrow, now };
}
