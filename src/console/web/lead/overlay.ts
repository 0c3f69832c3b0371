import type { Schemas } from '../api/api.js';

type Lead = Schemas['Lead'];

/** A lead as somebody's action leaves it before the server has said so; null for one that leaves the list. */
export type Overlay = (lead: Lead) => Lead | null;
