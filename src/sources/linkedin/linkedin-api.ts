import { type OutboundAnswer, type OutboundRequest, retryAfterMs } from '../../platform/outbound/outbound.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { readJson } from '../arrivals/payload.js';
import { type Failure, LIMITED_REST_MAX_MS, type Outcome, REFUSED_REST_MS } from '../asked/outcome.js';
import type { Access, Asking, Look, Looked, ProductApi, ProductRequest } from '../asked/product-api.js';
import { isFetchedFromLinkedin } from '../products/linkedin.js';
import { idOf, listOf, recordOf } from '../products/product.js';

/** What is asked of LinkedIn about each lead; without it, an answer has no questions. */
const FIELDS =
  'ownerInfo,associatedEntityInfo,leadMetadataInfo,owner,leadType,versionedLeadGenFormUrn,id,submittedAt,testLead,formResponse,form:(hiddenFields,creationLocale,name,id,content)';
const LEADS_AT_ONCE = 50;
/** Leads may be listed some time after they were made. What is found twice is stored once. */
const OVERLAP_MS = MS_PER_HOUR;
const LIMITED_REST_MS = 5 * MS_PER_MINUTE;
/** Limits of LinkedIn count by the day of UTC. */
const DAILY_LIMIT = 'DAY';
const NO_ANSWERS: Failure = {
  is: 'later',
  why: 'LinkedIn gives out the lead without its answers: the access token lacks r_marketing_leadgen_automation.',
};

/** Source: LinkedIn, "Lead Sync API" (`leadNotifications`, `leadFormResponses`). */
export const LINKEDIN_API: ProductApi = {
  name: 'LinkedIn',
  needsSecret: true,
  request: linkedinRequest,
  judge: judgeLinkedin,
  subscribe,
  fetch: fetchLead,
  firstLookAfterMs: MS_PER_HOUR,
  look: lookThrough,
};

/** Parameters of Rest.li have brackets, colons and commas, of which only those within values are encoded. */
function linkedinRequest({ settings, token }: Access, { method, path, query, body }: ProductRequest): OutboundRequest {
  const search = Object.entries(query ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    method,
    url: `${settings.baseUrl}/rest/${path}${search.length === 0 ? '' : `?${search.join('&')}`}`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'linkedin-version': settings.version!,
      'x-restli-protocol-version': '2.0.0',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** Source: LinkedIn, "Error handling" and "Rate limiting". */
function judgeLinkedin({ status, headers, text, problem }: OutboundAnswer, now: Instant): Outcome {
  if (status === null) return { is: 'later', why: `LinkedIn was not reached: ${problem}.` };
  const read = readJson(text);
  const body = recordOf(read !== null && 'payload' in read ? read.payload : null);
  if (status === 401)
    return {
      is: 'refused',
      why: 'LinkedIn refuses the access token: it has expired or was revoked. Enter a new one.',
      restMs: REFUSED_REST_MS,
    };
  if (status === 429) {
    const isDaily = String(body.message).toUpperCase().includes(DAILY_LIMIT);
    const untilTomorrow = MS_PER_DAY - (now % MS_PER_DAY);
    const asked = Math.max(retryAfterMs(headers['retry-after'], now), isDaily ? untilTomorrow : LIMITED_REST_MS);
    return {
      is: 'limited',
      why: 'LinkedIn allows no more requests for now.',
      restMs: Math.min(asked, LIMITED_REST_MAX_MS),
    };
  }
  if (status === 403)
    return {
      is: 'later',
      why: 'LinkedIn does not allow it: the access token needs r_marketing_leadgen_automation, its app access to the Lead Sync API, and its owner a role at the ad account or page.',
    };
  if (status === 426)
    return { is: 'later', why: 'LinkedIn no longer answers this version of its API: set another version.' };
  if (status === 404) return { is: 'gone', why: 'LinkedIn says that it does not exist (any more).' };
  // A subscription is made without a body.
  if (status === 201 || (status < 300 && (read !== null || text.trim() === ''))) return { is: 'done', body };
  const said = idOf(body.message);
  return { is: 'later', why: `LinkedIn answered with an error (status ${status}${said === null ? '' : `: ${said}`}).` };
}

/** An owner in a parameter: `(sponsoredAccount:urn%3Ali%3A…)`. */
function ownerOf({ settings }: Asking): { readonly name: string; readonly urn: string; readonly text: string } {
  const urn = settings.owner!;
  const name = urn.split(':')[2]!;
  return { name, urn, text: `(${name}:${encodeURIComponent(urn)})` };
}

/** Leads of ads belong to an ad account, those of pages to an organisation. */
function leadTypeOf(asking: Asking): string {
  return ownerOf(asking).name === 'organization' ? 'COMPANY' : 'SPONSORED';
}

async function subscribe(asking: Asking): Promise<Outcome> {
  const { ask, address } = asking;
  const owner = ownerOf(asking);
  const leadType = leadTypeOf(asking);
  const query = { q: 'criteria', owner: `(value:${owner.text})`, leadType: `(leadType:${leadType})` };
  const listed = await ask({ method: 'GET', path: 'leadNotifications', query });
  if (listed.is !== 'done') return listed.is === 'gone' ? { is: 'later', why: listed.why } : listed;
  const all = [...listOf(listed.body.results), ...listOf(listed.body.elements)].map(recordOf);
  if (all.some(({ webhook }) => webhook === address)) return listed;
  const body = { webhook: address, owner: { [owner.name]: owner.urn }, leadType };
  return ask({ method: 'POST', path: 'leadNotifications', body });
}

async function fetchLead({ ask }: Asking, ref: string): Promise<Outcome> {
  const path = `leadFormResponses/${encodeURIComponent(ref)}`;
  const outcome = await ask({ method: 'GET', path, query: { fields: FIELDS } });
  return outcome.is === 'done' && !isFetchedFromLinkedin(outcome.body) ? NO_ANSWERS : outcome;
}

async function lookThrough(asking: Asking, look: Look): Promise<Looked> {
  const range = `(start:${look.since - OVERLAP_MS},end:${look.now})`;
  for (let start = 0; ; start += LEADS_AT_ONCE) {
    if (!(await look.goOn())) return { is: 'stopped' };
    const query = {
      q: 'owner',
      owner: ownerOf(asking).text,
      leadType: `(leadType:${leadTypeOf(asking)})`,
      limitedToTestLeads: 'false',
      submittedAtTimeRange: range,
      fields: FIELDS,
      start: String(start),
      count: String(LEADS_AT_ONCE),
    };
    const outcome = await asking.ask({ method: 'GET', path: 'leadFormResponses', query });
    if (outcome.is !== 'done') return outcome;
    const elements = listOf(outcome.body.elements).map(recordOf);
    await look.keep(
      elements.flatMap((payload) => {
        const ref = idOf(payload.id);
        return ref !== null && isFetchedFromLinkedin(payload) ? [{ ref, payload }] : [];
      }),
    );
    if (elements.length < LEADS_AT_ONCE) return { is: 'done', until: look.now, nextInMs: MS_PER_HOUR };
  }
}
