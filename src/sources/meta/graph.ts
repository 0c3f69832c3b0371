import { createHmac } from 'node:crypto';
import { type OutboundAnswer, retryAfterMs } from '../../platform/outbound/outbound.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { readJson } from '../arrivals/payload.js';
import { idOf, recordOf } from '../products/product.js';

/** What is asked of the Graph API for each lead. `custom_disclaimer_responses` is what the person agreed to. */
export const LEAD_FIELDS_ASKED =
  'id,created_time,field_data,form_id,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,is_organic,platform,custom_disclaimer_responses';

/** How the Graph API is asked for a page. */
export interface GraphAccess {
  readonly baseUrl: string;
  readonly apiVersion: string;
  readonly pageId: string;
  readonly token: string;
  readonly appSecret: string;
}

/** Returns the address of a request. The proof shows that the token was not stolen from the app. */
export function graphUrl(
  { baseUrl, apiVersion, token, appSecret }: GraphAccess,
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const proof = createHmac('sha256', appSecret).update(token).digest('hex');
  return `${baseUrl}/${apiVersion}/${path}?${new URLSearchParams({ ...query, appsecret_proof: proof }).toString()}`;
}

export interface GraphRest {
  readonly is: 'refused' | 'limited';
  readonly why: string;
  readonly restMs: number;
}

/** What an answer of the Graph API means. `why` is a sentence for people. */
export type GraphOutcome =
  | { readonly is: 'done'; readonly body: Readonly<Record<string, unknown>> }
  /** The token is refused, or too much was asked: nothing is asked for a while. */
  | GraphRest
  /** It is not there, or not for this token. */
  | { readonly is: 'gone'; readonly why: string }
  | { readonly is: 'later'; readonly why: string };
export type GraphFailure = Exclude<GraphOutcome, { readonly is: 'done' }>;

/** A new token ends the rest at once; until then it is tried now and then, as some refusals pass. */
const REFUSED_REST_MS = 15 * MS_PER_MINUTE;
const LIMITED_REST_MS = 5 * MS_PER_MINUTE;
const LIMITED_REST_MAX_MS = 6 * MS_PER_HOUR;

const TOKEN_CODES: ReadonlySet<number> = new Set([102, 190, 463, 467]);
const LIMIT_CODES: ReadonlySet<number> = new Set([4, 17, 32, 341, 613]);
const UNSUPPORTED = 100;
/** Of `UNSUPPORTED`: there is no such object, or the token may not see it. */
const NOT_THERE = 33;

const NO_PAGE_TOKEN = 210;

/** Sources: Graph API, "Handle errors" and "Rate limits". */
export function judge(answer: OutboundAnswer, now: Instant): GraphOutcome {
  const { status, text, problem } = answer;
  if (status === null) return { is: 'later', why: `Meta was not reached: ${problem}.` };
  const read = readJson(text);
  const body = recordOf(read !== null && 'payload' in read ? read.payload : null);
  const error = recordOf(body.error);
  const code = Number(idOf(error.code) ?? Number.NaN);
  if (Number.isNaN(code)) {
    if (status >= 200 && status < 300 && read !== null) return { is: 'done', body };
    if (status === 429)
      return { is: 'limited', why: 'Meta allows no more requests for now.', restMs: restOf(answer, now) };
    return { is: 'later', why: `Meta’s answer could not be read (status ${status}).` };
  }
  if (TOKEN_CODES.has(code))
    return {
      is: 'refused',
      why: `Meta refuses the access token: it has expired or was revoked (code ${code}). Enter a new one.`,
      restMs: REFUSED_REST_MS,
    };
  if (LIMIT_CODES.has(code) || (code >= 80_000 && code < 80_100) || status === 429)
    return { is: 'limited', why: `Meta allows no more requests for now (code ${code}).`, restMs: restOf(answer, now) };
  if (code === UNSUPPORTED && Number(idOf(error.error_subcode)) === NOT_THERE)
    return { is: 'gone', why: 'Meta says that it does not exist, or that the access token may not see it (code 100).' };
  if (code === NO_PAGE_TOKEN)
    return { is: 'later', why: `It is no access token of a page but of a person or a program (code ${code}).` };
  if (code === 10 || code === 3 || (code >= 200 && code < 300))
    return {
      is: 'later',
      why: `The access token lacks a permission (code ${code}). It needs leads_retrieval, pages_manage_metadata, pages_show_list, pages_read_engagement and ads_management, and its owner access to the leads of the page.`,
    };
  return { is: 'later', why: `Meta answered with an error (code ${code}, status ${status}).` };
}

/** Returns how long Meta asks to wait: by the usual header, or by its own, in minutes. */
function restOf({ headers }: OutboundAnswer, now: Instant): number {
  const usage = readJson(headers['x-business-use-case-usage'] ?? '');
  const minutes = Object.values(recordOf(usage !== null && 'payload' in usage ? usage.payload : null))
    .flatMap((each) => (Array.isArray(each) ? each : []))
    .map((each) => Number(idOf(recordOf(each).estimated_time_to_regain_access) ?? 0));
  const asked = Math.max(retryAfterMs(headers['retry-after'], now), ...minutes.map((each) => each * MS_PER_MINUTE));
  return Math.min(Math.max(asked || 0, LIMITED_REST_MS), LIMITED_REST_MAX_MS);
}

/** The pause after each failure; the last one repeats. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 15 * MS_PER_SECOND, 30 * MS_PER_SECOND, MS_PER_MINUTE, 2 * MS_PER_MINUTE, 5 * MS_PER_MINUTE],
  ...[10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE, MS_PER_HOUR],
] as const;
const JITTER = 0.25;
/** Meta keeps leads for 90 days, and what arrived is kept for 30 here. */
const GIVEN_UP_AFTER_MS = 21 * MS_PER_DAY;
/** What is not there may come: Meta tells of leads some moments before they can be read. */
const GONE_AFTER = 6;

/** @param attempts so far, at least 1; @param chance from 0 to 1 */
export function pauseAfter(attempts: number, chance: number): number {
  return Math.round(PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance));
}

/** Returns when a lead is fetched again after a failure; null if it is given up. */
export function nextFetchAt(
  { attempts, begunAt }: { readonly attempts: number; readonly begunAt: Instant },
  failure: GraphFailure,
  now: Instant,
  chance: number,
): Instant | null {
  // Also the answer while the token may not see the lead, so it is asked for once a day until then.
  const isGone = failure.is === 'gone' && attempts >= GONE_AFTER;
  const pauseMs = 'restMs' in failure ? failure.restMs : isGone ? MS_PER_DAY : pauseAfter(attempts, chance);
  return now + pauseMs > begunAt + GIVEN_UP_AFTER_MS ? null : now + pauseMs;
}
