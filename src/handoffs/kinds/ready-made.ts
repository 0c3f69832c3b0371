import { AGENCY } from './ready-made/agency.js';
import { CONSULTANCY } from './ready-made/consultancy.js';
import type { KindToStaff } from './ready-made/parts.js';
import { SAAS } from './ready-made/saas.js';

export const BUSINESSES = ['agency', 'consultancy', 'saas'] as const;
export type Business = (typeof BUSINESSES)[number];

/** Kinds to begin with. For each business they cover sale, delivery, renewal and complaints. */
export const READY_MADE: Readonly<Record<Business, readonly KindToStaff[]>> = {
  agency: AGENCY,
  consultancy: CONSULTANCY,
  saas: SAAS,
};
