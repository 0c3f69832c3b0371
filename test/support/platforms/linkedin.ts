import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** A batch is refused as a whole; the refusal names the index of the event, counted from zero. */
export const linkedin: Platform = (request, state) => {
  if (!hasToken(request, state)) return { status: 401, body: { message: 'Invalid access token', status: 401 } };
  const version = request.headers['linkedin-version'];
  if (version === undefined || version < '202512') return { status: 426, body: { message: 'Version is not active' } };
  const elements = request.json.elements as Json[];
  const bad = elements.findIndex((element) => state.invalid.has(element.eventId));
  if (bad >= 0) return { status: 400, body: { message: `conversionHappenedAt is not valid at index ${bad}` } };
  for (const element of elements) state.count(`${element.conversion} ${element.eventId}`, element);
  return { status: 201, headers: { 'x-li-uuid': 'li-1' }, body: { elements: elements.map(() => ({ status: 201 })) } };
};
