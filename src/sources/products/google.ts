import { idOf, listOf, recordOf, type Submission } from './product.js';

/**
 * The columns of Google's lead forms. Questions of one's own have other ids, and are found by their names.
 * Source: Google Ads, "Webhook for lead form extensions", types of questions.
 */
const COLUMNS: Readonly<Record<string, string>> = {
  FULL_NAME: 'contact.name',
  FIRST_NAME: 'contact.firstName',
  LAST_NAME: 'contact.lastName',
  EMAIL: 'contact.email',
  WORK_EMAIL: 'contact.email',
  PHONE_NUMBER: 'contact.phone',
  WORK_PHONE: 'contact.phone',
  POSTAL_CODE: 'contact.postalCode',
  REGION: 'contact.region',
  COUNTRY: 'contact.country',
  COMPANY_NAME: 'company.name',
  JOB_TITLE: 'contact.title',
};

/** What is sent beside the answers, and the field that it is; null: it is no part of the lead. */
const ASIDE: Readonly<Record<string, string | null>> = {
  lead_id: null,
  google_key: null,
  user_column_data: null,
  api_version: null,
  is_test: null,
  gcl_id: 'clickIds.gclid',
  campaign_id: 'campaign',
  form_id: 'form',
  lead_submit_time: 'submittedAt',
  adgroup_id: 'attributes.adGroupId',
  creative_id: 'attributes.creativeId',
  asset_group_id: 'attributes.assetGroupId',
  lead_stage: 'attributes.leadStage',
  lead_source: 'attributes.leadSource',
};

/**
 * Reads a lead of a Google lead form. Google's test always has the same id and the same click, so neither is kept.
 * Source: Google Ads, "Webhook for lead form extensions", POST schema.
 */
export function readGoogleLead(payload: unknown): Submission {
  const lead = recordOf(payload);
  const isTest = lead.is_test === true || lead.is_test === 'true';
  const columns = listOf(lead.user_column_data).map(recordOf);
  const known = new Set<string>();
  const fields: [string, unknown][] = [];
  const answers: [string, unknown][] = [];
  for (const { column_id: id, column_name: name, string_value: value } of columns) {
    const column = idOf(id) ?? '';
    const path = Object.hasOwn(COLUMNS, column) ? COLUMNS[column] : undefined;
    // Somebody may be asked for two addresses; the first is the one to write to.
    if (path === undefined || known.has(path)) answers.push([idOf(name) ?? column, value]);
    else {
      known.add(path);
      fields.push([path, value]);
    }
  }
  for (const [name, value] of Object.entries(lead)) {
    const path = Object.hasOwn(ASIDE, name) ? ASIDE[name]! : `attributes.${name}`;
    if (path !== null && !(isTest && path.startsWith('clickIds.'))) fields.push([path, value]);
  }
  return { fields, answers, externalId: isTest ? null : idOf(lead.lead_id), isTest };
}
