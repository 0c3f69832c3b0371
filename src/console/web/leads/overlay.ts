import type { Schemas } from '../api/api.js';

type Lead = Schemas['Lead'];

/** Returns a lead as an action will leave it, before the server confirms; null if it leaves the list. */
export type Overlay = (lead: Lead) => Lead | null;
