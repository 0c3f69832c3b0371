import { AGENCY } from './ready-made/agency.js';
import { CONSULTANCY } from './ready-made/consultancy.js';
import type { KindToStaff } from './ready-made/parts.js';
import { SAAS } from './ready-made/saas.js';
import { SOFTWARE } from './ready-made/software.js';

export const BUSINESSES = ['agency', 'consultancy', 'saas', 'software'] as const;
export type Business = (typeof BUSINESSES)[number];

/**
 * Kinds to begin with. For each business they cover sale, delivery and renewal; all but the lighter set for software
 * also small sales and complaints.
 */
export const READY_MADE: Readonly<Record<Business, readonly KindToStaff[]>> = {
  agency: AGENCY,
  consultancy: CONSULTANCY,
  saas: SAAS,
  software: SOFTWARE,
};
