import type { Schemas } from '../api/api.js';
import { useDoing, useRefusals } from '../parts/sending.js';

export function useAct({ id }: Pick<Schemas['Handoff'], 'id'>) {
  const doing = useDoing([['handoff', id], ['handoffs'], ['deals'], ['deal']]);
  const refused = useRefusals();
  /** For forms, which show a refusal beside the input. */
  const orThrow = (message: string, send: () => Promise<unknown>) => doing({ message, send });
  /** For buttons. */
  const now = (message: string, send: () => Promise<unknown>, undo?: () => Promise<unknown>) =>
    refused(doing({ message, send, ...(undo && { undo }) }));
  return { orThrow, now };
}
