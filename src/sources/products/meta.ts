import { entriesOf, idOf, listOf, recordOf, type Submission, type ToldLead } from './product.js';

/** Meta's own questions. Questions of one's own are called as their maker called them, and are found by that. */
const QUESTIONS: Readonly<Record<string, string>> = {
  full_name: 'contact.name',
  first_name: 'contact.firstName',
  last_name: 'contact.lastName',
  email: 'contact.email',
  work_email: 'contact.email',
  phone_number: 'contact.phone',
  work_phone_number: 'contact.phone',
  zip_code: 'contact.postalCode',
  post_code: 'contact.postalCode',
  state: 'contact.region',
  province: 'contact.region',
  country: 'contact.country',
  company_name: 'company.name',
  job_title: 'contact.title',
};

/** What comes beside the answers, and the field that it is. */
const ASIDE: Readonly<Record<string, string>> = {
  campaign_name: 'campaign',
  form_id: 'form',
  created_time: 'submittedAt',
  ad_id: 'attributes.adId',
  ad_name: 'attributes.adName',
  adset_id: 'attributes.adSetId',
  adset_name: 'attributes.adSetName',
  campaign_id: 'attributes.campaignId',
  is_organic: 'attributes.isOrganic',
  platform: 'attributes.platform',
  page_id: 'attributes.pageId',
};

/** What the dashboard of an app sends as a sample, 444444444444, cannot be fetched. */
const SAMPLE = /^4{6,}$/;

/** Returns the leads in a request of Meta's, which may tell of several, and of other things. Source: Webhooks for Leads. */
export function leadsToldIn(payload: unknown): ToldLead[] {
  const changes = listOf(recordOf(payload).entry)
    .flatMap((entry) => listOf(recordOf(entry).changes))
    .map(recordOf);
  const found = changes.flatMap(({ field, value }): ToldLead[] => {
    const told = recordOf(value);
    const ref = idOf(told.leadgen_id);
    return field === 'leadgen' && ref !== null && /^\d{1,30}$/.test(ref)
      ? [{ ref, told, isSample: SAMPLE.test(ref) }]
      : [];
  });
  return [...new Map(found.map((each) => [each.ref, each])).values()];
}

/** Whether the fields of a lead are there, and not just its id. */
export function isFetched(payload: unknown): boolean {
  return Array.isArray(recordOf(payload).field_data);
}

/** Reads a lead as the Graph API has it. Source: Marketing API, "Retrieving leads". */
export function readMetaLead(payload: unknown): Submission {
  const lead = recordOf(payload);
  const fields: [string, unknown][] = [];
  const answers: [string, unknown][] = [];
  const known = new Set<string>();
  for (const { name, values } of listOf(lead.field_data).map(recordOf)) {
    const question = idOf(name) ?? 'answer';
    const given = listOf(values);
    const value = given.length === 1 ? given[0] : given;
    const path = Object.hasOwn(QUESTIONS, question) ? QUESTIONS[question]! : null;
    // Somebody may be asked for two addresses; the first is the one to write to.
    if (path === null || known.has(path)) answers.push([question, value]);
    else {
      known.add(path);
      fields.push([path, given[0]]);
    }
  }
  const id = idOf(lead.id) ?? idOf(lead.leadgen_id);
  for (const [name, value] of entriesOf(lead)) if (Object.hasOwn(ASIDE, name)) fields.push([ASIDE[name]!, value]);
  for (const { checkbox_key: key, is_checked: isChecked } of listOf(lead.custom_disclaimer_responses).map(recordOf))
    fields.push([`attributes.consent.${idOf(key) ?? 'box'}`, ['1', 'true'].includes(String(isChecked))]);
  if (id !== null) fields.push(['clickIds.metaLeadId', id]);
  return { fields, answers, externalId: id, isTest: false };
}
