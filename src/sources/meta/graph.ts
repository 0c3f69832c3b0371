import { createHmac } from 'node:crypto';
import { type OutboundAnswer, type OutboundRequest, retryAfterMs } from '../../platform/outbound/outbound.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { readJson } from '../arrivals/payload.js';
import { LIMITED_REST_MAX_MS, type Outcome, REFUSED_REST_MS } from '../asked/outcome.js';
import type { Access, ProductRequest } from '../asked/product-api.js';
import type { MetaSettings } from '../connections/inbound.schema.js';
import { idOf, recordOf } from '../products/product.js';

/** What is asked of the Graph API for each lead. `custom_disclaimer_responses` is what the person agreed to. */
export const LEAD_FIELDS_ASKED =
  'id,created_time,field_data,form_id,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,is_organic,platform,custom_disclaimer_responses';

/** Returns a request. The proof shows that the token was not stolen from the app. */
export function graphRequest(
  { settings, token, secret }: Access,
  { method, path, query = {} }: ProductRequest,
): OutboundRequest {
  const { baseUrl, apiVersion } = settings as MetaSettings;
  const proof = createHmac('sha256', secret!).update(token).digest('hex');
  return {
    method,
    url: `${baseUrl}/${apiVersion}/${path}?${new URLSearchParams({ ...query, appsecret_proof: proof }).toString()}`,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
  };
}

const LIMITED_REST_MS = 5 * MS_PER_MINUTE;

const TOKEN_CODES: ReadonlySet<number> = new Set([102, 190, 463, 467]);
const LIMIT_CODES: ReadonlySet<number> = new Set([4, 17, 32, 341, 613]);
const UNSUPPORTED = 100;
/** Of `UNSUPPORTED`: there is no such object, or the token may not see it. */
const NOT_THERE = 33;

const NO_PAGE_TOKEN = 210;

/** Sources: Graph API, "Handle errors" and "Rate limits". */
export function judge(answer: OutboundAnswer, now: Instant): Outcome {
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
