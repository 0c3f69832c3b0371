import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** A program of one's own that takes whatever it is told, once. */
export const generic: Platform = (asked, state) => {
  if (!hasToken(asked, state)) return { status: 403 };
  for (const event of asked.json.events as Json[]) state.count(event.id, event);
  return { status: 204, headers: { 'x-request-id': 'own-1' } };
};
