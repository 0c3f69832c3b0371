import { type ErasedKind, type LeadTable, nulled, PERSONAL_DATA, replaced, trace } from '../leads/personal-data.js';

/*
 * Where personal data is stored, how it is erased, and its name in a subject access report. A text or JSON column that
 * is listed neither here, nor by a satellite, nor in harmless.ts fails a test (test/erasure/catalogue.db-spec.ts). Add
 * a line here for each new table about leads: erasure and subject access follow from it.
 */

/**
 * SQL condition: the external id is an address, or contains the person's address, number or name. Other external ids
 * are kept, so that a lead that is sent again is recognised.
 */
const NAMES_THE_PERSON = `(external_id is not null and (external_id like '%@%'
  or coalesce(position(right(phone_key, 7) in regexp_replace(external_id, '[^0-9]', '', 'g')) > 0, false)
  or exists (select from unnest(array[split_part(email_key, '@', 1), contact->>'name', contact->>'firstName', contact->>'lastName']) as part
              where length(part) > 2 and position(lower(part) in lower(external_id)) > 0)))`;

/** Fields of a disposition with instants, durations, numbers or codes. */
const KEPT_FIELDS = `('wakeAt', 'recycleAfter', 'amount', 'bad')`;

export const CORE_TABLES = {
  lead: {
    of: 'id',
    section: null,
    personal: {
      contact: { what: 'contact', holds: `contact::text <> '{}'`, becomes: `'{}'`, as: 'contact' },
      ...nulled('email_key', 'contact', null),
      ...nulled('phone_key', 'contact', null),
      ...nulled('company_key', 'contact', null),
      ...nulled('click_key', 'clickIds', null),
      ...nulled('message', 'messages'),
      ...nulled('company', 'company'),
      ...nulled('attributes', 'attributes'),
      ...nulled('click_ids', 'clickIds', 'clickIds'),
      ...nulled('consent', 'clickIds'),
      ...nulled('landing_page', 'landingPages', 'landingPage'),
      ...nulled('refs', 'otherIds'),
      external_id: {
        what: 'otherIds',
        holds: NAMES_THE_PERSON,
        becomes: `case when not ${NAMES_THE_PERSON} then external_id end`,
        as: 'externalId',
      },
    },
    facts: {
      source: 'source',
      channel: 'channel',
      campaign: 'campaign',
      form: 'form',
      submittedAt: 'submitted_at',
      receivedAt: 'received_at',
      test: 'test',
      status: 'status',
    },
  },
  lead_words: {
    of: 'lead_id',
    section: null,
    personal: { words: { what: 'words', holds: `words <> ''::tsvector`, becomes: `''::tsvector`, as: null } },
    facts: {},
  },
  touch: {
    of: 'lead_id',
    section: 'touches',
    personal: {
      ...nulled('note', 'touches'),
      ...nulled('external_id', 'touches', 'externalId'),
      ...replaced('void_reason', 'touches', 'voidReason'),
    },
    facts: {
      occurredAt: 'occurred_at',
      recordedAt: 'recorded_at',
      kind: 'kind',
      direction: 'direction',
      outcome: 'outcome',
      durationSeconds: 'duration_seconds',
      automated: 'automated',
      goodbye: 'goodbye',
      meetingAt: 'meeting_at',
      repId: 'rep_id',
      voidedAt: 'voided_at',
    },
  },
  lead_note: {
    of: 'lead_id',
    section: 'notes',
    personal: replaced('text', 'notes', 'text'),
    facts: { notedAt: 'noted_at' },
  },
  inquiry: {
    of: 'lead_id',
    // A merged inquiry was a lead itself: it is erased with either of the two leads.
    among: '(lead_id = any ($1::uuid[]) or (merged_lead_id = any ($1::uuid[]) and withdrawn_at is null))',
    section: 'inquiries',
    personal: {
      ...nulled('external_id', 'otherIds', 'externalId'),
      ...nulled('document', 'inquiries', 'sent'),
      ...nulled('click_ids', 'clickIds', 'clickIds'),
      ...nulled('email_key', 'inquiries', null),
      ...nulled('phone_key', 'inquiries', null),
      // Not reported, as it is that of the lead: whoever is found by the inquiry alone may be another person.
      ...nulled('former_consent', 'clickIds', null),
    },
    facts: {
      leadId: 'lead_id',
      receivedAt: 'received_at',
      source: 'source',
      matchedBy: 'matched_by',
      became: 'became',
    },
  },
  disposition: {
    of: 'lead_id',
    section: 'dispositions',
    personal: {
      ...nulled('note', 'closings'),
      fields: {
        what: 'closings',
        holds: `exists (select from jsonb_object_keys(fields) as name where name not in ${KEPT_FIELDS})`,
        becomes: `(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(fields) where key in ${KEPT_FIELDS})`,
        as: 'fields',
      },
    },
    facts: { decidedAt: 'decided_at', kind: 'kind', category: 'category', reason: 'reason', label: 'label' },
  },
  milestone: {
    of: 'lead_id',
    section: 'milestones',
    personal: {},
    facts: {
      occurredAt: 'occurred_at',
      name: 'name',
      amount: 'amount::text',
      currency: 'currency',
      reversedAt: 'reversed_at',
    },
  },
  milestone_entry: {
    of: 'lead_id',
    section: 'milestoneHistory',
    personal: replaced('note', 'milestones', 'note'),
    facts: { decidedAt: 'decided_at', kind: 'kind', amount: 'amount::text', currency: 'currency' },
  },
  assignment: {
    of: 'lead_id',
    section: 'assignments',
    personal: {
      ...nulled('note', 'moves'),
      ...trace('trace', 'comparedValues'),
      ...trace('stayed_trace', 'comparedValuesOfStay'),
    },
    facts: { fromAt: 'from_at', untilAt: 'until_at', repId: 'rep_id', cause: 'cause', rule: 'rule' },
  },
  shadow_decision: {
    of: 'lead_id',
    key: 'lead_id',
    section: 'shadowDecisions',
    personal: trace('trace', 'comparedValues'),
    facts: { at: 'at', givenRepId: 'given_rep_id', repId: 'rep_id', rule: 'rule' },
  },
  clock: {
    of: 'lead_id',
    section: 'promises',
    personal: { ...nulled('reach', 'places'), ...replaced('strike_reason', 'strikes', 'strikeReason') },
    facts: {
      kind: 'kind',
      state: 'state',
      startedAt: 'started_at',
      dueAt: 'due_at',
      metAt: 'met_at',
      breachedAt: 'breached_at',
      struckBreachAt: 'struck_breach_at',
    },
  },
  pause: {
    of: 'lead_id',
    section: 'pauses',
    personal: replaced('reason', 'pauses', 'reason'),
    facts: { fromAt: 'from_at', untilAt: 'until_at' },
  },
} as const satisfies Readonly<Record<string, LeadTable>>;

/** Inquiries by their own ids, without their leads. */
export const INQUIRY_ALONE: LeadTable = { ...CORE_TABLES.inquiry, of: 'id', among: 'id = any ($1::uuid[])' };

/** Personal data outside of leads: found by hash or text, and erased by the store of its table. */
const FOUND_OTHERWISE: Readonly<Record<string, Readonly<Record<string, ErasedKind>>>> = {
  suppression: { hash: 'suppressions', lift_reason: 'suppressions' },
  idempotent_answer: { body: 'answers', request_hash: 'answers' },
};

/** Returns all tables with personal data, including those of satellites. */
export function personalTables(): [name: string, table: LeadTable][] {
  return [CORE_TABLES, ...PERSONAL_DATA.all.map(({ tables }) => tables)].flatMap((tables) =>
    Object.entries<LeadTable>(tables),
  );
}

export function foundOtherwise(): [table: string, columns: Readonly<Record<string, ErasedKind>>][] {
  return [FOUND_OTHERWISE, ...PERSONAL_DATA.all.map((each) => each.foundOtherwise ?? {})].flatMap((tables) =>
    Object.entries(tables),
  );
}
