import {
  type ErasedKind,
  emptiedForm,
  emptiedPieces,
  type LeadTable,
  nulled,
  ofDeliveries,
  ofHandoff,
  ofHandoffOrCopy,
  ofOwnHandoff,
  replaced,
  trace,
} from './personal-column.js';

/*
 * Where something is kept of a person, how it is erased, and under which name the person is told of it. A column of text
 * or JSON that stands neither here nor in harmless.ts fails a test (test/erasure/catalogue.db-spec.ts). Whoever adds a
 * table about leads adds a line here: erasing and subject access follow from it.
 */

/**
 * An id by which its sender knows the lead is kept, so that the same lead, sent again, is not a new one; not where it is
 * an address itself, or has the person's address, number or name in it.
 */
const NAMES_THE_PERSON = `(external_id is not null and (external_id like '%@%'
  or position(right(phone_key, 7) in regexp_replace(external_id, '[^0-9]', '', 'g')) > 0
  or exists (select from unnest(array[split_part(email_key, '@', 1), contact->>'name', contact->>'firstName', contact->>'lastName']) as part
              where length(part) > 2 and position(lower(part) in lower(external_id)) > 0)))`;

/** Of what comes with a disposition, what is an instant, a duration, a number or a code. */
const KEPT_FIELDS = `('wakeAt', 'recycleAfter', 'amount', 'bad')`;

export const LEAD_TABLES = {
  lead: {
    of: 'id',
    section: null,
    personal: {
      contact: { what: 'contact', holds: `contact::text <> '{}'`, becomes: `'{}'`, as: 'contact' },
      ...nulled('email_key', 'contact', null),
      ...nulled('phone_key', 'contact', null),
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
    harmless: [],
  },
  lead_words: {
    of: 'lead_id',
    section: null,
    personal: { words: { what: 'words', holds: `words <> ''::tsvector`, becomes: `''::tsvector`, as: null } },
    facts: {},
    harmless: [],
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
      repId: 'rep_id',
      voidedAt: 'voided_at',
    },
    harmless: [],
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
    harmless: [],
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
    harmless: [],
  },
  milestone_entry: {
    of: 'lead_id',
    section: 'milestoneHistory',
    personal: replaced('note', 'milestones', 'note'),
    facts: { decidedAt: 'decided_at', kind: 'kind', amount: 'amount::text', currency: 'currency' },
    harmless: [],
  },
  deal: {
    of: 'lead_id',
    section: 'deals',
    personal: { ...replaced('name', 'deals', 'name'), ...nulled('lost_reason', 'deals', 'lostReason') },
    facts: {
      createdAt: 'created_at',
      stage: 'stage',
      amount: 'amount::text',
      currency: 'currency',
      wonAt: 'won_at',
      deliveredAt: 'delivered_at',
      lostAt: 'lost_at',
    },
    harmless: ['external_id', 'source', 'channel', 'campaign', 'product', 'starts_on', 'ends_on'],
  },
  handoff: {
    ...ofHandoffOrCopy('handoff', 'id'),
    section: 'handoffs',
    personal: {
      ...emptiedForm('handoff', 'id'),
      ...ofOwnHandoff('handoff', 'id', {
        ...replaced('exception_reason', 'handoffs', 'exceptionReason'),
        ...nulled('client_told_note', 'handoffs', 'clientToldNote'),
        ...nulled('client_word_note', 'handoffs', 'clientWordNote'),
        ...replaced('cancel_reason', 'handoffs', 'cancelReason'),
      }),
    },
    facts: { createdAt: 'created_at', state: 'state', startedAt: 'started_at', clientToldAt: 'client_told_at' },
    harmless: [],
  },
  handoff_form: {
    ...ofHandoffOrCopy('handoff_form', 'handoff_id'),
    key: "handoff_id || ' ' || version",
    section: 'handoffForms',
    personal: emptiedForm('handoff_form', 'handoff_id'),
    facts: { savedAt: 'saved_at', version: 'version' },
    harmless: [],
  },
  handoff_receiver: {
    ...ofHandoffOrCopy('handoff_receiver', 'handoff_id'),
    key: "handoff_id || ' ' || place",
    section: 'handoffReceivers',
    personal: {
      missing: emptiedPieces('handoff_receiver', 'handoff_id'),
      ...ofOwnHandoff('handoff_receiver', 'handoff_id', replaced('note', 'handoffs', 'note')),
    },
    facts: { state: 'state', acceptedAt: 'accepted_at', doneAt: 'done_at' },
    harmless: [],
  },
  record: {
    ...ofHandoffOrCopy('record', 'handoff_id'),
    section: 'handoffRecords',
    // A link is a template: what stands in it may be of the form.
    personal: ofOwnHandoff('record', 'handoff_id', nulled('url', 'handoffs')),
    // Whoever makes it has read the form as it was, and keeps nothing of it then.
    also: ['erasures = erasures + 1'],
    facts: { state: 'state', ref: 'ref', endedAt: 'ended_at' },
    harmless: [],
  },
  record_update: {
    of: `(select deal.lead_id from deal join handoff as given on given.deal_id = deal.id
            join record on record.handoff_id = given.id where record.id = record_update.record_id)`,
    among: `record_update.record_id in (select id from record where ${ofHandoffOrCopy('record', 'handoff_id').among})`,
    key: 'record_id',
    section: null,
    // Digests alone; but who knows what was written could find out whether it stood there.
    personal: { fields: { what: 'handoffs', holds: `fields <> '{}'`, becomes: `'{}'`, as: null } },
    // Whoever is at it has read the form as it was: by another instant they find that it is no longer theirs.
    also: [`due_at = due_at - interval '1 millisecond'`],
    facts: {},
    harmless: [],
  },
  handoff_question: {
    ...ofHandoff('handoff_question', 'handoff_id'),
    section: 'handoffQuestions',
    personal: { ...replaced('text', 'handoffs', 'text'), ...replaced('answer', 'handoffs', 'answer') },
    facts: { askedAt: 'asked_at', answeredAt: 'answered_at' },
    harmless: [],
  },
  handoff_blocker: {
    ...ofHandoff('handoff_blocker', 'handoff_id'),
    section: 'handoffBlockers',
    personal: { ...replaced('text', 'handoffs', 'text'), ...replaced('lesson', 'handoffs', 'lesson') },
    facts: { raisedAt: 'raised_at', resolvedAt: 'resolved_at' },
    harmless: [],
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
    harmless: [],
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
      struckBreachAt: 'struck_miss_at',
    },
    harmless: [],
  },
  pause: {
    of: 'lead_id',
    section: 'pauses',
    personal: replaced('reason', 'pauses', 'reason'),
    facts: { fromAt: 'from_at', untilAt: 'until_at' },
    harmless: [],
  },
  feedback_delivery: {
    of: 'lead_id',
    section: 'toldToPlatforms',
    personal: nulled('error_message', 'platformAnswers', 'answer'),
    facts: {
      platform: 'platform',
      kind: 'kind',
      stage: 'stage',
      state: 'state',
      amount: 'amount',
      currency: 'currency',
      knownBy: 'dedup_key',
      identifiers: 'identifiers_sent',
      consent: 'consent_sent',
      eventAt: 'event_at',
      sentAt: 'sent_at',
      acceptedAt: 'accepted_at',
    },
    harmless: ['place', 'send', 'withheld_reason', 'recalled', 'event_time_as_sent', 'error_code'],
  },
  delivery_attempt: {
    ...ofDeliveries('delivery_attempt'),
    key: 'delivery_id',
    section: 'toldToWebhooks',
    personal: nulled('answer', 'webhookAnswers'),
    facts: { number: 'number', status: 'status', problem: 'problem' },
    harmless: [],
  },
} as const satisfies Readonly<Record<string, LeadTable>>;

/** What is kept of a person without their lead: found by hashes and by text, and erased by the store of its table. */
export const FOUND_OTHERWISE: Readonly<Record<string, Readonly<Record<string, ErasedKind>>>> = {
  suppression: { hash: 'suppressions', lift_reason: 'suppressions' },
  idempotent_answer: { body: 'answers', request_hash: 'answers' },
  crm_oddity: { ref: 'deals', faults: 'deals', seen: 'deals' },
};
