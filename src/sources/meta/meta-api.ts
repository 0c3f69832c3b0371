import { type Instant, MS_PER_HOUR, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { Failure, Outcome } from '../asked/outcome.js';
import type { Asking, Look, Looked, ProductApi } from '../asked/product-api.js';
import { isFetched } from '../products/meta.js';
import { idOf, listOf, recordOf } from '../products/product.js';
import { graphRequest, judge, LEAD_FIELDS_ASKED } from './graph.js';

/** Leads may be listed some time after they were made. What is found twice is stored once. */
const OVERLAP_MS = MS_PER_HOUR;
const FORMS_AT_ONCE = '100';
/** An answer with more could exceed what is read of it. */
const LEADS_AT_ONCE = '50';
const NO_FIELDS: Failure = {
  is: 'later',
  why: 'Meta gives out the lead without its answers: the access token lacks leads_retrieval.',
};

/** Source: Meta, "Webhooks for Leads" and Marketing API, "Retrieving leads". */
export const META_API: ProductApi = {
  name: 'Meta',
  needsSecret: true,
  request: graphRequest,
  judge,
  subscribe: ({ settings, ask }) =>
    ask({ method: 'POST', path: `${settings.pageId}/subscribed_apps`, query: { subscribed_fields: 'leadgen' } }),
  fetch: fetchLead,
  firstLookAfterMs: MS_PER_HOUR,
  look: lookThroughForms,
};

async function fetchLead({ ask }: Asking, ref: string): Promise<Outcome> {
  const outcome = await ask({ method: 'GET', path: ref, query: { fields: LEAD_FIELDS_ASKED } });
  return outcome.is === 'done' && !isFetched(outcome.body) ? NO_FIELDS : outcome;
}

async function lookThroughForms(asking: Asking, look: Look): Promise<Looked> {
  const forms: string[] = [];
  const listed = await readPages(
    asking,
    look,
    `${asking.settings.pageId}/leadgen_forms`,
    { fields: 'id', limit: FORMS_AT_ONCE },
    async (data) => {
      forms.push(...data.flatMap((each) => idOf(each.id) ?? []));
    },
  );
  if (listed.is !== 'read') return listed;
  const query = { fields: LEAD_FIELDS_ASKED, filtering: createdAfter(look.since - OVERLAP_MS), limit: LEADS_AT_ONCE };
  let failure: Failure | null = null;
  for (const form of forms) {
    const read = await readPages(asking, look, `${form}/leads`, query, (data) => keepFetched(look, data));
    if (read.is === 'stopped' || 'restMs' in read) return read;
    // The leads of one form must not wait for another that fails.
    if (read.is !== 'read') failure ??= read;
  }
  return failure ?? { is: 'done', until: look.now, nextInMs: MS_PER_HOUR };
}

function createdAfter(since: Instant): string {
  return JSON.stringify([
    { field: 'time_created', operator: 'GREATER_THAN', value: Math.floor(since / MS_PER_SECOND) },
  ]);
}

/** Reads a list page by page. The address of the next page is not followed, as it holds the token. */
async function readPages(
  { ask }: Asking,
  { goOn }: Look,
  path: string,
  query: Readonly<Record<string, string>>,
  take: (data: readonly Readonly<Record<string, unknown>>[]) => Promise<void>,
): Promise<{ readonly is: 'read' } | { readonly is: 'stopped' } | Failure> {
  let after: string | null = null;
  for (;;) {
    if (!(await goOn())) return { is: 'stopped' };
    const outcome = await ask({ method: 'GET', path, query: after === null ? query : { ...query, after } });
    if (outcome.is !== 'done') return outcome;
    await take(listOf(outcome.body.data).map(recordOf));
    const paging = recordOf(outcome.body.paging);
    const next: string | null = paging.next === undefined ? null : idOf(recordOf(paging.cursors).after);
    // A list that leads back to itself would never end.
    if (next === null || next === after) return { is: 'read' };
    after = next;
  }
}

async function keepFetched(look: Look, data: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  await look.keep(
    data.flatMap((payload) => {
      const ref = idOf(payload.id);
      return ref !== null && isFetched(payload) ? [{ ref, payload }] : [];
    }),
  );
}
