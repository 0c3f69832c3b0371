import { type Answer, part, textFrom } from './http.js';
import { all, isSuccess, type Meaning, meaningOfStatus, type Platform, refused, secret } from './platform.js';

/** Codes that are not about events: too many calls, or a token that may not do this. */
const OF_ALL: ReadonlySet<string> = new Set(['4', '17', '32', '613', '10', '190', '200']);

/** Meta Conversions API: all or nothing, and whoever is to blame is not named. */
export const META: Platform = {
  headers: async () => ({ authorization: `Bearer ${secret('META_ACCESS_TOKEN')}` }),
  meaningOf,
};

function meaningOf(answer: Answer, items: number): Meaning {
  if (isSuccess(answer)) {
    if (part(answer.json, 'events_received') === items) return { is: 'taken', failed: new Map() };
    return refused({ code: 'eventsMissing', message: 'Not all events were received.' }, [], items);
  }
  const code = textFrom(part(answer.json, 'error', 'code'));
  const message = textFrom(part(answer.json, 'error', 'message'));
  if (OF_ALL.has(code)) return all(code, message);
  return meaningOfStatus(answer) ?? refused({ code: code || `http${answer.status}`, message }, [], items);
}
