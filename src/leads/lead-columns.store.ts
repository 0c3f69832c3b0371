import {
  assignmentsOf,
  column,
  instant,
  json,
  type NamedColumn,
  namesOf,
  plain,
  text,
  unnested,
} from '../platform/columns.js';
import type { LeadDocument, LeadState } from './lead.js';

/** A lead that is only just coming in. */
export interface NewLead {
  readonly lead: LeadState;
  readonly document: LeadDocument;
}

type Stated = Pick<NewLead, 'lead'>;
type Told = Pick<NewLead, 'document'>;
export type Amended = Told & { readonly id: string };

const ID = column<Stated>(
  'id',
  'uuid',
  plain(({ lead }) => lead.id),
);
const AMENDED_ID = column<Amended>(
  'id',
  'uuid',
  plain(({ id }) => id),
);

/** What may be told anew. */
const DOCUMENT = [
  column<Told>(
    'external_id',
    'text',
    text(({ document }) => document.externalId),
  ),
  column<Told>(
    'source',
    'text',
    text(({ document }) => document.source),
  ),
  column<Told>(
    'channel',
    'text',
    text(({ document }) => document.channel),
  ),
  column<Told>(
    'campaign',
    'text',
    text(({ document }) => document.campaign),
  ),
  column<Told>(
    'form',
    'text',
    text(({ document }) => document.form),
  ),
  column<Told>(
    'landing_page',
    'text',
    text(({ document }) => document.landingPage),
  ),
  column<Told>(
    'message',
    'text',
    text(({ document }) => document.message),
  ),
  column<Told>(
    'refs',
    'jsonb',
    json(({ document }) => document.refs),
  ),
  column<Told>(
    'contact',
    'json',
    json(({ document }) => document.contact),
  ),
  column<Told>(
    'company',
    'json',
    json(({ document }) => document.company),
  ),
  column<Told>(
    'attributes',
    'json',
    json(({ document }) => document.attributes),
  ),
  column<Told>(
    'click_ids',
    'json',
    json(({ document }) => document.clickIds),
  ),
  column<Told>(
    'consent',
    'json',
    json(({ document }) => document.consent),
  ),
  column<Told>(
    'email_key',
    'text',
    text(({ document }) => document.emailKey),
  ),
  column<Told>(
    'phone_key',
    'text',
    text(({ document }) => document.phoneKey),
  ),
  column<Told>(
    'issues',
    'json',
    json(({ document }) => document.issues),
  ),
  column<Told>(
    'test',
    'boolean',
    plain(({ document }) => document.test),
  ),
  column<Told>(
    'submitted_at',
    'timestamptz',
    instant(({ document }) => document.submittedAt),
  ),
];

const RECEIPT = [
  column<Told>(
    'received_at',
    'timestamptz',
    instant(({ document }) => document.receivedAt),
  ),
  column<Told>(
    'created_by',
    'uuid',
    plain(({ document }) => document.createdBy),
  ),
];

const STATE = [
  column<Stated>(
    'status',
    'text',
    plain(({ lead }) => lead.status),
  ),
  column<Stated>(
    'work_state',
    'text',
    plain(({ lead }) => lead.workState),
  ),
  column<Stated>(
    'cycle',
    'int',
    plain(({ lead }) => lead.cycle),
  ),
  column<Stated>(
    'cycle_started_at',
    'timestamptz',
    instant(({ lead }) => lead.cycleStartedAt),
  ),
  column<Stated>(
    'owner_id',
    'uuid',
    plain(({ lead }) => lead.ownerId),
  ),
  column<Stated>(
    'pool_id',
    'uuid',
    plain(({ lead }) => lead.poolId),
  ),
  column<Stated>(
    'rule',
    'text',
    text(({ lead }) => lead.rule),
  ),
  column<Stated>(
    'policy_id',
    'uuid',
    plain(({ lead }) => lead.policyId),
  ),
  column<Stated>(
    'policy_version',
    'int',
    plain(({ lead }) => lead.policyVersion),
  ),
  column<Stated>(
    'reassignments',
    'int',
    plain(({ lead }) => lead.reassignments),
  ),
  column<Stated>(
    'breach_moves',
    'int',
    plain(({ lead }) => lead.breachMoves),
  ),
  column<Stated>(
    'waiting',
    'text',
    plain(({ lead }) => lead.waiting),
  ),
  column<Stated>(
    'waiting_since',
    'timestamptz',
    instant(({ lead }) => lead.waitingSince),
  ),
  column<Stated>(
    'disposition_id',
    'uuid',
    plain(({ lead }) => lead.dispositionId),
  ),
  column<Stated>(
    'event_seq',
    'int',
    plain(({ lead }) => lead.eventSeq),
  ),
  column<Stated>(
    'updated_at',
    'timestamptz',
    instant(({ lead }) => lead.updatedAt),
  ),
];

export const NEW_LEAD: readonly NamedColumn<NewLead>[] = [ID, ...DOCUMENT, ...RECEIPT, ...STATE];
export const INSERT = `insert into lead (${namesOf(NEW_LEAD)}) select ${namesOf(NEW_LEAD)} from ${unnested(NEW_LEAD)}`;
export const UPDATE_STATES = `update lead set ${assignmentsOf(STATE)} from ${unnested([ID, ...STATE])} where lead.id = new.id`;
export const UPDATE_DOCUMENTS = `update lead set ${assignmentsOf(DOCUMENT)} from ${unnested([AMENDED_ID, ...DOCUMENT])}
  where lead.id = new.id`;

/** What each statement takes, in its order. */
export const STATE_ROW: readonly NamedColumn<Stated>[] = [ID, ...STATE];
export const DOCUMENT_ROW: readonly NamedColumn<Amended>[] = [AMENDED_ID, ...DOCUMENT];
