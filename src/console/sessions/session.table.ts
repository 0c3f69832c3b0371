import { bytea, instant, table, text, uuid } from '../../platform/table.js';

/** Browsers in which somebody is logged in: by a key, or as a user. */
export const SESSION = table('session', 'staff', {
  id: uuid().key(),
  hash: bytea(),
  keyId: uuid().nullable(),
  userId: uuid().nullable(),
  /** What the browser calls itself. */
  agent: text().nullable(),
  begunAt: instant(),
  lastUsedAt: instant(),
  endsAt: instant(),
});

/** What was sent to a user so that they can log in: a link and a code. */
export const LOGIN = table('login', 'staff', {
  id: uuid().key(),
  userId: uuid(),
  tokenHash: bytea(),
  codeHash: bytea(),
  sentAt: instant(),
  endsAt: instant(),
});
