import { bytea, code, instant, list, table, text, uuid } from '../platform/sql/table.js';
import type { Scope } from './scope.js';

export const API_KEY = table('api_key', 'staff', {
  id: uuid().key(),
  name: text(),
  hash: bytea(),
  scopes: list(code<Scope>()),
  repId: uuid().nullable(),
  origin: code<'made' | 'first' | 'environment'>().default("'made'"),
  createdAt: instant(),
  expiresAt: instant().nullable(),
  lastUsedAt: instant().nullable(),
  revokedAt: instant().nullable(),
});
