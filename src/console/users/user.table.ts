import type { Scope } from '../../auth/scope.js';
import { code, instant, int, list, table, text, uuid } from '../../platform/sql/table.js';

/** People who log in. `email` is stored in the form in which addresses are compared. */
export const CONSOLE_USER = table('console_user', 'staff', {
  id: uuid().key(),
  email: text(),
  name: text(),
  scopes: list(code<Scope>()),
  repId: uuid().nullable(),
  version: int().default('1'),
  createdAt: instant(),
  updatedAt: instant(),
});
