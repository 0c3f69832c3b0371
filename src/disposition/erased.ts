import type { Disposition } from './disposition.js';

/**
 * With what leads are closed whose person is erased. It stands in the taxonomy, so that it has a name and nobody gives it
 * another meaning, but is not in use: nobody closes a lead with it by hand.
 */
export const ERASED: Disposition = {
  category: 'suppress',
  reason: 'erased',
  label: 'Erased',
  intent: 'stop',
  note: null,
  fields: {},
  returnsAt: null,
};
