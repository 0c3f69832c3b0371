import type { Schemas } from '../api/api.js';
import { useDoing, useRefusals } from '../parts/sending.js';

export function useAct({ id }: Pick<Schemas['Handoff'], 'id'>) {
  const doing = useDoing([['handoff', id], ['handoffs'], ['deals'], ['deal']]);
  const refused = useRefusals();
  /** For forms, which show a refusal beside the input. */
  const orThrow = (said: string, send: () => Promise<unknown>) => doing({ said, send });
  /** For buttons. */
  const now = (said: string, send: () => Promise<unknown>, undo?: () => Promise<unknown>) =>
    refused(doing({ said, send, ...(undo && { undo }) }));
  return { orThrow, now };
}
