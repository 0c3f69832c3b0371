import { ACCOUNTS } from './accounts/accounts.shape.js';
import { CONTRACTS } from './contracts/contracts.shape.js';
import { DEALS } from './deals/deals.shape.js';
import { LEADS } from './leads/leads.shape.js';
import { REPS_OF_FILES } from './reps/reps.shape.js';
import type { SubjectShape } from './shape.js';
import { SUPPRESSIONS } from './suppressions/suppressions.shape.js';
import { TOUCHES } from './touches/touches.shape.js';

/** What files may be of. How each is taken in is in `subjects.service.ts`. */
const SHAPES = {
  leads: LEADS,
  suppressions: SUPPRESSIONS,
  accounts: ACCOUNTS,
  reps: REPS_OF_FILES,
  touches: TOUCHES,
  deals: DEALS,
  contracts: CONTRACTS,
} satisfies Record<string, SubjectShape>;
export type ImportSubject = keyof typeof SHAPES;

export const IMPORT_SUBJECTS = Object.keys(SHAPES) as ImportSubject[];

export function shapeOf(subject: ImportSubject): SubjectShape {
  return SHAPES[subject];
}
