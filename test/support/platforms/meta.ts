import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** All or nothing: one invalid event gets the whole request refused, and is not named. */
export const meta: Platform = (request, state) => {
  if (!hasToken(request, state))
    return { status: 401, body: { error: { message: 'Invalid OAuth access token.', code: 190, fbtrace_id: 'A1' } } };
  const events = request.json.data as Json[];
  if (events.some((event) => state.invalid.has(event.event_id)))
    return { status: 400, body: { error: { message: 'Invalid parameter', code: 100, fbtrace_id: 'A2' } } };
  const isTest = request.json.test_event_code !== undefined;
  if (!isTest) for (const event of events) state.count(`${event.event_name} ${event.event_id}`, event);
  return { status: 200, body: { events_received: events.length, messages: [], fbtrace_id: 'A3' } };
};
