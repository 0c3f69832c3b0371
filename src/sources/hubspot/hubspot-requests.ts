import { type OutboundAnswer, type OutboundRequest, retryAfterMs } from '../../platform/outbound/outbound.js';
import { type Instant, MS_PER_HOUR, MS_PER_SECOND } from '../../platform/values/duration.js';
import { readJson } from '../arrivals/payload.js';
import { LIMITED_REST_MAX_MS, type Outcome, REFUSED_REST_MS } from '../asked/outcome.js';
import type { Access, ProductRequest } from '../asked/product-api.js';
import { idOf, recordOf } from '../products/product.js';

export const HUBSPOT_URL = 'https://api.hubapi.com';

/** Limits are counted within ten seconds, or within a day. */
const LIMITED_REST_MS = 10 * MS_PER_SECOND;
const DAILY_REST_MS = MS_PER_HOUR;
/** What of the requests of a day is left to other programs of the account. */
const LEFT_TO_OTHERS = 0.1;

export function hubspotRequest({ settings, token }: Access, asked: ProductRequest): OutboundRequest {
  const { method, path, query, body } = asked;
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return {
    method,
    url: `${settings.baseUrl ?? HUBSPOT_URL}/${path}${search}`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/**
 * A 429 does not always say when to ask again.
 * Sources: HubSpot, "Error handling" and "API usage guidelines and limits".
 */
export function judgeHubspot(answer: OutboundAnswer, now: Instant): Outcome {
  const { status, headers, text, problem } = answer;
  if (status === null) return { is: 'later', why: `HubSpot was not reached: ${problem}.` };
  const read = readJson(text);
  const body = recordOf(read !== null && 'payload' in read ? read.payload : null);
  if (status === 401)
    return {
      is: 'refused',
      why: 'HubSpot refuses the service key: it was rotated or deleted. Enter a new one.',
      restMs: REFUSED_REST_MS,
    };
  if (status === 429) {
    const isDaily = idOf(body.policyName) === 'DAILY';
    const restMs = Math.max(retryAfterMs(headers['retry-after'], now), isDaily ? DAILY_REST_MS : LIMITED_REST_MS);
    const why = `HubSpot allows no more requests for now${isDaily ? ' today' : ''}.`;
    return { is: 'limited', why, restMs: Math.min(restMs, LIMITED_REST_MAX_MS) };
  }
  if (status === 403)
    return { is: 'gone', why: `The service key lacks a scope${scopesIn(body)}: add it to the key, at HubSpot.` };
  if (status === 404) return { is: 'gone', why: 'HubSpot does not have it (any more).' };
  if (status >= 300 || read === null) return { is: 'later', why: `HubSpot answered with an error (status ${status}).` };
  return isNearlyUsedUp(headers)
    ? {
        is: 'limited',
        why: 'Nearly all requests that HubSpot allows the account today are used up.',
        restMs: DAILY_REST_MS,
      }
    : { is: 'done', body };
}

/** Other programs of the account must not fail because of a look for leads. Service keys may come without these headers. */
function isNearlyUsedUp(headers: OutboundAnswer['headers']): boolean {
  const limit = Number(headers['x-hubspot-ratelimit-daily'] ?? Number.NaN);
  const left = Number(headers['x-hubspot-ratelimit-daily-remaining'] ?? Number.NaN);
  return left < limit * LEFT_TO_OTHERS;
}

function scopesIn(body: Readonly<Record<string, unknown>>): string {
  const [first] = Array.isArray(body.errors) ? body.errors : [];
  const scopes = recordOf(recordOf(first).context).requiredGranularScopes;
  return Array.isArray(scopes) ? ` (${scopes.filter((each) => typeof each === 'string').join(', ')})` : '';
}
