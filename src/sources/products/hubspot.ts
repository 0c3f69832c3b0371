import { entriesOf, idOf, listOf, recordOf, type Submission } from './product.js';

type Json = Readonly<Record<string, unknown>>;

/** What is asked of HubSpot about a contact. */
export const PROPERTIES_ASKED: readonly string[] = [
  ...['email', 'firstname', 'lastname', 'phone', 'mobilephone', 'jobtitle', 'company', 'website'],
  ...['city', 'zip', 'state', 'country', 'message', 'hs_google_click_id', 'hs_facebook_click_id'],
  ...['hs_analytics_source', 'hs_object_source', 'hs_legal_basis', 'createdate'],
];

/** Properties by which HubSpot works, which say nothing of the person; of those that begin so, `KNOWN` are kept. */
const INNER =
  /^(?:hs_|hubspot_|num_|notes_|first_conversion|recent_|associatedcompany|currentlyinworkflow|ip_|days_to|total_|lifecyclestage$|lastmodifieddate$|createdate$|closedate$)/;
const KNOWN: Readonly<Record<string, string>> = {
  hs_google_click_id: 'clickIds.gclid',
  hs_facebook_click_id: 'clickIds.fbclid',
  hs_analytics_source: 'attributes.hubspotSource',
  hs_legal_basis: 'attributes.legalBasis',
};

/** What a submission of a form is called, by which it is stored once, whichever way it is told. */
export function submissionRef(formId: string, { conversionId, submittedAt }: Json): string {
  return `submission ${idOf(conversionId) ?? `${formId} ${String(submittedAt)}`}`;
}

export function contactRef(id: string): string {
  return `contact ${id}`;
}

/** What HubSpot sends or gives out: a contact, its latest submission, or both. */
interface HubspotLead {
  readonly contactId: string | null;
  readonly properties: ReadonlyMap<string, unknown>;
  /** Null if it is a contact who may have asked for nothing. */
  readonly submission: {
    readonly id: string | null;
    readonly at: unknown;
    readonly form: unknown;
    readonly page: unknown;
  } | null;
}

/**
 * Reads a submission that was looked for; a contact as searches give it out; a contact as a workflow sends it with all
 * of its properties; or the properties that somebody chose for a workflow, of which only they know what was asked.
 * Sources: HubSpot, "Get submissions for a form", "Contacts", "Webhook information" (workflows send what the contacts
 * API gave out first: `vid`, `properties.x.value`, `form-submissions`), "Use webhooks with HubSpot workflows".
 */
function hubspotLeadIn(payload: unknown): HubspotLead {
  const sent = recordOf(Array.isArray(payload) && payload.length === 1 ? payload[0] : payload);
  const { submission, contact, formName, formId } = sent;
  if (submission !== undefined) {
    const { conversionId, submittedAt, pageUrl, values } = recordOf(submission);
    const { id, properties } = recordOf(contact);
    const given = listOf(values).map(recordOf);
    return {
      contactId: idOf(id),
      // What was just filled in is newer than what is known of the contact.
      properties: new Map([...entriesOf(properties), ...valuesByName(given)]),
      submission: { id: idOf(conversionId), at: submittedAt, form: formName ?? formId, page: pageUrl },
    };
  }
  const { vid, id, properties, 'form-submissions': submissions } = sent;
  if (typeof properties === 'object' && properties !== null) {
    const [latest] = listOf(submissions)
      .map(recordOf)
      .sort((one, other) => Number(other.timestamp) - Number(one.timestamp));
    return {
      contactId: idOf(vid) ?? idOf(id),
      properties: new Map(entriesOf(properties).map(([name, value]) => [name, valueIn(value)])),
      submission:
        latest === undefined
          ? null
          : {
              id: idOf(latest['conversion-id']),
              at: latest.timestamp,
              form: latest.title ?? latest['form-id'],
              page: latest['page-url'],
            },
    };
  }
  const { hs_object_id: contactId, recent_conversion_date: at, recent_conversion_event_name: form } = sent;
  return {
    contactId: idOf(contactId) ?? idOf(vid),
    properties: new Map(entriesOf(sent)),
    submission: { id: null, at, form, page: undefined },
  };
}

/** The boxes of one question come by one name each time. */
function valuesByName(values: readonly Json[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { name, value } of values) {
    const key = idOf(name);
    if (key === null) continue;
    const former = found.get(key);
    found.set(key, former === undefined ? value : [...(Array.isArray(former) ? former : [former]), value]);
  }
  return found;
}

/** Workflows send a value with its history. */
function valueIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/**
 * Returns by what a workflow's request is stored once: HubSpot sends it again if it did not hear an answer.
 * @param digest of the request, if HubSpot says nothing else by which it is known; the same within a day is the same
 */
export function refOfWorkflow(payload: unknown, digest: string): string {
  const { contactId, submission } = hubspotLeadIn(payload);
  if (submission?.id != null) return submissionRef('', { conversionId: submission.id });
  if (submission === null && contactId !== null) return `${contactRef(contactId)} ${digest}`;
  const at = idOf(submission?.at);
  return contactId !== null && at !== null ? `${contactRef(contactId)} ${at}` : digest;
}

/** The id of a contact is a ref of the lead, by which CRM connections know the same person. */
export function readHubspotLead(payload: unknown): Submission {
  const { contactId, properties, submission } = hubspotLeadIn(payload);
  const fields: [string, unknown][] = [];
  const answers: [string, unknown][] = [];
  for (const [name, value] of properties) {
    if (Object.hasOwn(KNOWN, name)) fields.push([KNOWN[name]!, value]);
    else if (!INNER.test(name)) answers.push([name, value]);
  }
  if (contactId !== null) fields.push(['refs.hubspot', contactId]);
  if (submission === null) fields.push(['submittedAt', idOf(properties.get('createdate'))]);
  else fields.push(['submittedAt', idOf(submission.at)], ['form', submission.form], ['landingPage', submission.page]);
  return {
    fields,
    answers,
    externalId: submission === null ? contactId : submission.id,
    isTest: false,
    isRecord: submission === null,
  };
}
