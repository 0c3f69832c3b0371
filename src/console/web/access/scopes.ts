import type { Schemas } from '../api/api.js';

export type Scope = Schemas['User']['scopes'][number];

export const SCOPES: Readonly<Record<Scope, string>> = {
  admin: 'Everything',
  manager: 'Their own leads and those of the reps they manage',
  rep: 'Their own leads',
  read: 'Read everything',
  intake: 'Send leads',
  integration: 'Update leads, deals and contracts',
  feedback: 'Fetch conversions for ad platforms',
};

/** The scopes that belong to a rep. */
export const ARE_REPS: readonly Scope[] = ['rep', 'manager'];

export const namesOf = (scopes: readonly Scope[]): string =>
  scopes.map((scope) => SCOPES[scope].toLowerCase()).join('; ');
