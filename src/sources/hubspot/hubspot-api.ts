import { type Instant, MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { Failure, Outcome } from '../asked/outcome.js';
import type { Asking, FoundLead, Look, Looked, ProductApi, ProductRequest } from '../asked/product-api.js';
import { contactRef, PROPERTIES_ASKED, submissionRef } from '../products/hubspot.js';
import { idOf, listOf, recordOf } from '../products/product.js';
import { hubspotRequest, judgeHubspot } from './hubspot-requests.js';

type Json = Readonly<Record<string, unknown>>;

const VERSION = '2026-09';
const FORMS_AT_ONCE = '100';
/** The most that HubSpot gives out at once. */
const SUBMISSIONS_AT_ONCE = '50';
const CONTACTS_AT_ONCE = 200;

/** The index of searches lags behind, and so do the submissions of forms. What is found twice is stored once. */
const OVERLAP_MS = 30 * MS_PER_MINUTE;
/** HubSpot makes the contact of a submission some moments after it. */
const CONTACT_COMES_WITHIN_MS = 2 * MS_PER_MINUTE;
/** The smallest accounts have 250,000 requests a day, for all of their programs. */
const REQUESTS_A_DAY = 20_000;
const NEXT_LOOK_MIN_MS = MS_PER_MINUTE;

/**
 * Service keys cannot have webhooks, so HubSpot is looked through often. Sources: HubSpot, "Account service keys"; "Get
 * submissions for a form", which has no path with a date; "Search the CRM".
 */
export const HUBSPOT_API: ProductApi = {
  name: 'HubSpot',
  needsSecret: false,
  request: hubspotRequest,
  judge: judgeHubspot,
  subscribe: null,
  fetch: null,
  firstLookAfterMs: 10 * MS_PER_SECOND,
  look: lookThrough,
};

/** A form, and what it is called. */
interface HubspotForm {
  readonly id: string;
  readonly name: string | null;
}

/** A span of time in which contacts are looked for by their ids: many of them may have been made at one instant. */
interface Window {
  readonly since: Instant;
  readonly until: Instant;
  readonly afterId: string;
}

type Part = { readonly is: 'read' } | { readonly is: 'stopped' } | Failure;

const READ = { is: 'read' } as const;

async function lookThrough(asking: Asking, look: Look): Promise<Looked> {
  const counted = counting(asking);
  const forms = await lookThroughForms(counted, look);
  if (forms.is === 'stopped' || 'restMs' in forms) return forms;
  const window = windowIn(look.position) ?? { since: look.since - OVERLAP_MS, until: look.now, afterId: '0' };
  // Those who want some forms want nobody else.
  const contacts: Part = counted.forms === undefined ? await lookThroughContacts(counted, look, window) : READ;
  if (contacts.is === 'stopped' || contacts.is === 'later' || 'restMs' in contacts) return contacts;
  if (forms.is === 'later') return forms;
  // Without one of its scopes, the key still brings in what the others allow.
  const problem = [forms, contacts].find((part) => part.is === 'gone');
  return {
    is: 'done',
    until: window.until,
    nextInMs: Math.max(NEXT_LOOK_MIN_MS, Math.ceil((counted.requests * MS_PER_DAY) / REQUESTS_A_DAY)),
    ...(problem !== undefined && { problem: problem.why }),
  };
}

interface Counting {
  requests: number;
  ask(request: ProductRequest): Promise<Outcome>;
  readonly forms: readonly string[] | undefined;
}

function counting({ ask, settings }: Asking): Counting {
  const counted: Counting = {
    requests: 0,
    forms: settings.forms,
    ask: (request) => {
      counted.requests += 1;
      return ask(request);
    },
  };
  return counted;
}

async function lookThroughForms(asking: Counting, look: Look): Promise<Part> {
  const forms = await listForms(asking, look);
  if (forms.is !== 'read') return forms;
  let failure: Failure | null = null;
  for (const form of forms.of) {
    const read = await lookThroughForm(asking, look, form);
    if (read.is === 'stopped' || 'restMs' in read) return read;
    // One form that fails, such as one that was just deleted, must not hold up the others.
    if (read.is === 'later') failure ??= read;
  }
  return failure ?? READ;
}

async function listForms(
  { ask, forms }: Counting,
  look: Look,
): Promise<{ readonly is: 'read'; readonly of: readonly HubspotForm[] } | Exclude<Part, { readonly is: 'read' }>> {
  const found: HubspotForm[] = [];
  const query = { limit: FORMS_AT_ONCE, formTypes: 'all' };
  const listed = await readPages(look, ask, `marketing/forms/${VERSION}`, query, async (results) => {
    for (const { id, name } of results) found.push(...(idOf(id) === null ? [] : [{ id: idOf(id)!, name: idOf(name) }]));
    return true;
  });
  if (listed.is !== 'read') return listed;
  if (forms === undefined) return { is: 'read', of: found };
  const names = new Map(found.map(({ id, name }) => [id.toLowerCase(), name]));
  // Those of other kinds are not listed, and have submissions all the same.
  return { is: 'read', of: forms.map((id) => ({ id, name: names.get(id.toLowerCase()) ?? null })) };
}

/** Submissions come newest first, so reading stops at those that were looked for before. */
function lookThroughForm({ ask }: Counting, look: Look, form: HubspotForm): Promise<Part> {
  const since = look.since - OVERLAP_MS;
  const path = `form-integrations/v1/submissions/forms/${encodeURIComponent(form.id)}`;
  return readPages(look, ask, path, { limit: SUBMISSIONS_AT_ONCE }, async (results) => {
    const recent = results.filter(({ submittedAt }) => Number(submittedAt) >= since);
    const kept = await keepSubmissions(ask, look, form, recent);
    return kept ?? recent.length === results.length;
  });
}

/** @returns a failure that holds the look up; null if there is none */
async function keepSubmissions(
  ask: Asking['ask'],
  look: Look,
  form: HubspotForm,
  submissions: readonly Json[],
): Promise<Failure | null> {
  const refOf = (submission: Json) => submissionRef(form.id, submission);
  const untold = await look.untold(submissions.map(refOf));
  const fresh = submissions.filter((each) => untold.has(refOf(each)));
  if (fresh.length === 0) return null;
  const contacts = await readContacts(ask, fresh.flatMap(addressIn));
  if (contacts.is !== 'read') return contacts as Failure;
  const found = fresh.flatMap((submission): FoundLead[] => {
    const [address] = addressIn(submission);
    const contact = address === undefined ? undefined : contacts.of.get(address);
    const isAwaited = address !== undefined && contact === undefined && contacts.isAllowed;
    if (isAwaited && Number(submission.submittedAt) > look.now - CONTACT_COMES_WITHIN_MS) return [];
    return [
      {
        ref: refOf(submission),
        payload: { formId: form.id, formName: form.name, submission, ...(contact !== undefined && { contact }) },
      },
    ];
  });
  await look.keep(found);
  return null;
}

/**
 * Reads contacts by their addresses. They are not searched for: searches do not find what was just made.
 * @property isAllowed whether the key may read contacts; without it, submissions come in without their contact
 */
async function readContacts(
  ask: Asking['ask'],
  addresses: readonly string[],
): Promise<{ is: 'read'; of: Map<string, Json>; isAllowed: boolean } | Failure> {
  const of = new Map<string, Json>();
  if (addresses.length === 0) return { is: 'read', of, isAllowed: true };
  const outcome = await ask({
    method: 'POST',
    path: `crm/objects/${VERSION}/contacts/batch/read`,
    body: {
      idProperty: 'email',
      properties: [...PROPERTIES_ASKED, 'hs_additional_emails'],
      inputs: [...new Set(addresses)].map((id) => ({ id })),
    },
  });
  if (outcome.is === 'gone') return { is: 'read', of, isAllowed: false };
  if (outcome.is !== 'done') return outcome;
  for (const contact of listOf(outcome.body.results).map(recordOf)) {
    const { email, hs_additional_emails: others } = recordOf(contact.properties);
    const all = [idOf(email), ...(idOf(others)?.split(';') ?? [])];
    for (const address of all) if (address !== null) of.set(address.trim().toLowerCase(), contact);
  }
  return { is: 'read', of, isAllowed: true };
}

function addressIn(submission: Json): string[] {
  const found = listOf(submission.values)
    .map(recordOf)
    .find(({ name }) => name === 'email');
  const address = idOf(found?.value);
  return address === null ? [] : [address.toLowerCase()];
}

/**
 * Looks for contacts that were made in a window, page by page of their ids. It neither skips nor repeats those of one
 * instant, and is never longer than a search may be; and it goes on where it was, whatever happens between.
 */
async function lookThroughContacts({ ask }: Counting, look: Look, window: Window): Promise<Part> {
  let { afterId } = window;
  for (;;) {
    if (!(await look.goOn({ ...window, afterId }))) return { is: 'stopped' };
    const outcome = await ask({
      method: 'POST',
      path: `crm/objects/${VERSION}/contacts/search`,
      body: {
        filterGroups: [
          {
            filters: [
              { propertyName: 'createdate', operator: 'GTE', value: String(window.since) },
              { propertyName: 'createdate', operator: 'LT', value: String(window.until) },
              { propertyName: 'hs_object_id', operator: 'GT', value: afterId },
            ],
          },
        ],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        properties: PROPERTIES_ASKED,
        limit: CONTACTS_AT_ONCE,
      },
    });
    if (outcome.is !== 'done') return outcome;
    const results = listOf(outcome.body.results).map(recordOf);
    const leads = results.filter(hasAsked).flatMap(leadOfContact);
    const untold = await look.untold(leads.map(({ ref }) => ref));
    await look.keep(leads.filter(({ ref }) => untold.has(ref)));
    const last = idOf(results.at(-1)?.id);
    // An answer that leads back would never end.
    if (results.length === CONTACTS_AT_ONCE && last !== null && BigInt(last) > BigInt(afterId)) afterId = last;
    // The next look begins anew, even if the forms have to be looked through once more.
    else return (await look.goOn(null)) ? READ : { is: 'stopped' };
  }
}

/** Whoever filled in a form comes with it, and whoever was imported into HubSpot has asked for nothing. */
function hasAsked(contact: Json): boolean {
  return !['FORM', 'IMPORT'].includes(String(recordOf(contact.properties).hs_object_source).toUpperCase());
}

function leadOfContact(contact: Json): FoundLead[] {
  const id = idOf(contact.id);
  return id === null || !/^\d+$/.test(id) ? [] : [{ ref: contactRef(id), payload: contact }];
}

/** @returns null without one */
function windowIn(position: unknown): Window | null {
  const { since, until, afterId } = recordOf(position);
  return typeof since === 'number' && typeof until === 'number' && typeof afterId === 'string'
    ? { since, until, afterId }
    : null;
}

/** Reads a list page by page. @param take returns whether to go on, or what is in the way */
async function readPages(
  { goOn }: Look,
  ask: Asking['ask'],
  path: string,
  query: Readonly<Record<string, string>>,
  take: (results: readonly Json[]) => Promise<boolean | Failure>,
): Promise<Part> {
  let after: string | null = null;
  for (;;) {
    if (!(await goOn())) return { is: 'stopped' };
    const outcome = await ask({ method: 'GET', path, query: after === null ? query : { ...query, after } });
    if (outcome.is !== 'done') return outcome;
    const taken = await take(listOf(outcome.body.results).map(recordOf));
    if (typeof taken !== 'boolean') return taken;
    const next = idOf(recordOf(recordOf(outcome.body.paging).next).after);
    if (!taken || next === null || next === after) return READ;
    after = next;
  }
}
