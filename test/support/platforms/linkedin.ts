import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** A batch is refused whole; the refusal names places, counted from zero. */
export const linkedin: Platform = (asked, state) => {
  if (!hasToken(asked, state)) return { status: 401, body: { message: 'Invalid access token', status: 401 } };
  const version = asked.headers['linkedin-version'];
  if (version === undefined || version < '202512') return { status: 426, body: { message: 'Version is not active' } };
  const elements = asked.json.elements as Json[];
  const bad = elements.findIndex((element) => state.invalid.has(element.eventId));
  if (bad >= 0) return { status: 400, body: { message: `conversionHappenedAt is not valid at index ${bad}` } };
  for (const element of elements) state.count(`${element.conversion} ${element.eventId}`, element);
  return { status: 201, headers: { 'x-li-uuid': 'li-1' }, body: { elements: elements.map(() => ({ status: 201 })) } };
};
