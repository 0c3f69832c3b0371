import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/disposition.js';
import { PageQuery } from '../platform/http/page.js';
import { entriesOf } from '../platform/input/entry-results.schema.js';
import { withFaultWords } from '../platform/input/fault-words.js';
import { removableFields, staying } from '../platform/input/removable.js';
import {
  flag,
  object,
  oneOf,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
} from '../platform/input/schema.js';
import { IS_TEST, LEAD_SCHEMAS, UNKNOWN_FIELDS } from '../vocabulary/lead-fields.js';
import { IMPORTED } from './imported.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';

const { test, ...rest } = LEAD_SCHEMAS;

const RECEIVED_AT =
  'There is no field "receivedAt" here: Touchline records when a lead arrives. Send when the person made the request as "submittedAt".';

export const LeadBody = withFaultWords(
  object({
    ...rest,
    owner: Type.Optional(
      object(
        { repId: Type.String({ format: 'uuid', description: 'The `id` of that rep.' }) },
        { description: 'The rep who owns it already. Routing rules are skipped; clocks start as usual.' },
      ),
    ),
    test: flag(false, IS_TEST),
  }),
  {
    receivedAt: RECEIVED_AT,
    ownerId:
      'There is no field "ownerId" here: routing rules choose the owner. Name one who owns the lead already as "owner": { "repId": … }.',
  },
);
export type LeadBody = Static<typeof LeadBody>;

/** Checked once it is known what becomes of unknown fields. */
export const SentLead = Type.Unknown();

export const IntakeQuery = object({
  unknown: optionalOneOf(UNKNOWN_FIELDS, {
    description:
      'What becomes of fields that no lead has; by default as the settings say (`unknownFields`). `refuse`: they are a 422. `attributes`: they become attributes, nested ones named by their path (`utm.term`); beyond 100, or if a text is longer than an attribute, `issues` says so. A value that does not fit its field is a 422 either way.',
  }),
});
export type IntakeQuery = Static<typeof IntakeQuery>;

const batchOf = <Lead extends TSchema>(lead: Lead) =>
  object({ leads: entriesOf(lead, 'Leads, each as in `POST /v1/leads`.') });

/** Entries are checked one by one, so that an invalid one does not reject the others. */
export const BatchBody = batchOf(Type.Unknown());
export type BatchBody = Static<typeof BatchBody>;
/** The schema of `BatchBody` for the API's documentation. */
export const DocumentedBatch = batchOf(LeadBody);

/** A JSON merge patch (RFC 7396): given fields replace, null removes, absent fields stay. */
export const LeadPatch = withFaultWords(
  object(
    {
      ...removableFields(rest),
      source: staying(rest.source, 'Expected a source: every lead has one, so null cannot remove it.'),
      test: staying(test, 'Expected true or false: every lead is one or the other, so null cannot remove it.'),
      reroute: oneOf(['never', 'ifUntouched'], {
        default: 'never',
        description: 'Whether to route the lead again: never, or if nobody has touched it yet.',
      }),
    },
    { minProperties: 1 },
  ),
  {
    receivedAt: RECEIVED_AT,
    ownerId: 'There is no field "ownerId" here: POST /v1/leads/{id}/reassign gives the lead to somebody else.',
    status:
      'There is no field "status" here: POST /v1/leads/{id}/disposition closes the lead, and POST /v1/leads/{id}/reopen opens it again.',
  },
);
export type LeadPatch = Readonly<Record<string, unknown>> & { readonly reroute: 'never' | 'ifUntouched' };

/** Names the lead of an entry of a batch, in exactly one of four ways. */
export const NAMING = {
  leadId: optionalId('The id of the lead. Name the lead in exactly one way.'),
  leadExternalId: optionalText(300, 'The `externalId` of the lead, together with its `source`.'),
  source: optionalText(200, 'The source of the lead, compared without case.'),
  email: optionalText(
    320,
    'The e-mail address of the lead’s contact, compared without case. If several leads have it, the only open one is meant.',
  ),
  phone: optionalText(
    100,
    'The phone number of the lead’s contact, however it is written. A number without a country code is read as one of the settings’ `defaultCountry`. If several leads have it, the only open one is meant.',
  ),
};

export const LeadListQuery = object({
  ...PageQuery,
  limit: Type.Optional({
    ...PageQuery.limit,
    description: 'The number of rows on a page. A page of large leads ends earlier, with a `nextCursor`.',
  }),
  status: optionalOneOf(LEAD_STATUSES, { description: 'With this status.' }),
  workState: optionalOneOf(WORK_STATES, { description: 'With this work state.' }),
  ownerId: optionalId('Owned by this rep.'),
  hadBy: optionalId('That this rep owns or has owned.'),
  poolId: optionalId('From this pool.'),
  queue: optionalText(100, 'That wait in this named queue, compared without case.', { examples: ['review'] }),
  policyId: optionalId('That this policy covers.'),
  source: optionalText(200, 'From this source, compared without case.'),
  channel: optionalText(200, 'With this channel.'),
  campaign: optionalText(500, 'With this campaign.'),
  country: optionalText(
    100,
    'From this country, by its code or name (`DE`, `Germany`): that of the contact, else of the company.',
  ),
  test: optionalFlag('Whether it is a test lead.'),
  category: optionalOneOf(CATEGORIES, { description: 'Closed with this category.' }),
  reason: optionalText(100, 'Closed with this reason code.'),
  closedWith: optionalText(
    100,
    'Ever closed with this reason code, even if that was taken back. A corrected disposition counts as its correction.',
  ),
  closedAs: optionalOneOf(CATEGORIES, {
    description: 'Ever closed with this category, counted as for `closedWith`.',
  }),
  importId: optionalId('That came in the file of this import.'),
  imported: optionalOneOf(IMPORTED, {
    description:
      'Whether leads are listed that an import of history has brought along, and whose persons have not asked again since.',
  }),
  suppressionId: optionalId('Closed on arrival by this suppression, and not reopened since.'),
  duplicateOf: optionalId('That name this lead as their `duplicateOf`.'),
  policy: optionalOneOf(['none'], { description: '`none` for leads that no policy matched.' }),
  breached: optionalFlag(
    'Whether a deadline of the present cycle was missed. Corrected misses count, struck ones do not.',
  ),
  externalId: optionalText(300, 'With this `externalId`.'),
  ref: optionalText(401, 'a system and an id in it, such as hubspot:123', { pattern: '^[^:]+:.+$' }),
  email: optionalText(320, 'With this e-mail address, compared without case.'),
  phone: optionalText(100, 'With this phone number, however it is written.'),
  untouchedSince: optionalInstant('Received or come back before this instant, and without any touch since.'),
  dueBefore: optionalInstant(
    'Open leads whose next deadline is before this instant: of the clocks that run, or were missed and are still owed.',
  ),
  receivedFrom: optionalInstant('Received at this instant or later.'),
  receivedTo: optionalInstant('Received before this instant.'),
  q: optionalText(
    200,
    'Finds leads by beginnings of words in the name, the company, its domain, the e-mail address and its parts, and the external id. All given words must match. Compared without case and accents.',
  ),
  sort: optionalOneOf(['receivedAt', 'dueAt'], {
    default: 'receivedAt',
    description: '`dueAt`: open leads, the next deadline first, as in inboxes; those without any come last.',
  }),
  fields: optionalOneOf(['all', 'slim'], {
    default: 'all',
    description: '`slim`: only what a table of leads shows, in rows of their own (`SlimLead`).',
  }),
  count: Type.Optional(
    flag(
      false,
      'Also returns how many leads match, on every page. Left out with `hadBy` for people who may not see figures of that rep (`individualReports` of the settings).',
    ),
  ),
});
export type LeadListQuery = Static<typeof LeadListQuery>;
