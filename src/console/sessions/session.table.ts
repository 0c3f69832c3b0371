import { bytea, instant, table, text, uuid } from '../../platform/sql/table.js';

/** Browser sessions, each of a key or of a user. */
export const SESSION = table('session', 'staff', {
  id: uuid().key(),
  hash: bytea(),
  keyId: uuid().nullable(),
  userId: uuid().nullable(),
  /** The `User-Agent` header. */
  agent: text().nullable(),
  begunAt: instant(),
  lastUsedAt: instant(),
  endsAt: instant(),
});

/** Login links and codes sent to users. */
export const LOGIN = table('login', 'staff', {
  id: uuid().key(),
  userId: uuid(),
  tokenHash: bytea(),
  codeHash: bytea(),
  sentAt: instant(),
  endsAt: instant(),
});
