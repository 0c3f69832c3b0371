import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** A customer's own program that accepts every event, and counts each once. */
export const generic: Platform = (request, state) => {
  if (!hasToken(request, state)) return { status: 403 };
  for (const event of request.json.events as Json[]) state.count(event.id, event);
  return { status: 204, headers: { 'x-request-id': 'own-1' } };
};
