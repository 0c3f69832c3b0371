import type { Json } from '../json.js';
import type { Platform } from './platform-server.js';

/** Errors have status 200 too; the message names the first faulty event. */
export const tiktok: Platform = (request, state) => {
  const said = (code: number, message: string) => ({ status: 200, body: { code, message, request_id: 'tt-1' } });
  if (!state.goodTokens.has(request.headers['access-token'] ?? '')) return said(40105, 'Access token is incorrect');
  const events = request.json.data as Json[];
  const bad = events.findIndex((event) => state.invalid.has(event.event_id));
  if (bad >= 0) return said(40002, `data.${bad}.event_time: Invalid value`);
  if (request.json.test_event_code === undefined)
    for (const event of events) state.count(`${event.event} ${event.event_id}`, event);
  return said(0, 'OK');
};
