import { type Static, Type } from '@sinclair/typebox';
import { ClockSchema } from '../clocks/clock.schema.js';
import { ZONE_SOURCES } from '../contact/contact-zone.js';
import { CATEGORIES } from '../disposition/disposition.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { FaultSchema } from '../platform/problem.schema.js';
import { COUNTRY_ISSUES } from '../vocabulary/countries.js';
import { LeadBody } from './lead.dto.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';
import { INACTIVE_OWNER, MALFORMED_CLICK_ID, OWNER_OF_TEST } from './reading.js';
import { MilestoneSchema, PauseSchema } from './touch.schema.js';

const { owner: _, submittedAt: __, contact, clickIds, ...told } = LeadBody.properties;

export const ClickIdsSchema = thing('ClickIds', 'By what ad platforms know the click again.', {
  ...clickIds.properties,
  clickedAt: Type.Optional(instant('When the ad was clicked.')),
});

export const ConsentSchema = thing(
  'Consent',
  'What the person allows ad platforms by now; nothing where nobody asked.',
  told.consent.properties,
);

const STATUS =
  'Whether it is worked on, or how it ended. `nurturing` and `recycled` come back by themselves, and when the person asks again, which brings back what is `lost` too; `suppressed` and `won` when somebody reopens them.';

const PinnedPolicySchema = thing('PinnedPolicy', 'An SLA policy at one version.', {
  id: id('Of the policy.'),
  version: Type.Integer({ minimum: 1, description: 'The one that its clocks keep.' }),
});

const ContactZoneSchema = thing('ContactZone', 'Where the local time of a person is taken from.', {
  zones: Type.Array(Type.String({ examples: ['Pacific/Honolulu'] }), {
    description:
      'IANA time zones. Several where it is not known which it is, or where what is told does not agree: the person is contacted when it suits all of them.',
  }),
  derivedFrom: Type.Array(oneOf(ZONE_SOURCES, { description: 'A field of `contact`.' }), {
    description: 'The fields of `contact` that it is derived from; empty where `contact.timeZone` was given.',
  }),
});

const DispositionSchema = thing('Disposition', 'With what a lead was closed.', {
  id: id('Of the disposition.'),
  category: oneOf(CATEGORIES, { description: 'What becomes of the lead.' }),
  reason: Type.String({ description: 'The code of the reason.' }),
  label: Type.String({ description: 'The reason, for people.' }),
  note: nullable(Type.String(), 'The note; null for none.'),
  fields: Type.Record(Type.String(), Type.String(), { description: 'The fields that the reason requires.' }),
  decidedAt: instant('When it was closed.'),
});

export const LeadSchema = thing('Lead', 'A lead as it is now.', {
  id: id('Of the lead.'),
  ...told,
  contact: Type.Optional(contact, false),
  clickIds: Type.Optional(ClickIdsSchema),
  submittedAt: Type.Optional(instant('When the person sent it.')),
  receivedAt: instant('When the request arrived.'),
  contactZone: nullable(
    ContactZoneSchema,
    'In which time zone the person lives; null where nothing is known of that. Their hours are read in the zone of the settings then.',
  ),
  callableFrom: nullable(
    instant('When they may be called.'),
    'The first instant from now on at which the person may be called, by the `contactHours` of the settings in their own local time: the present where they may be called now, also where no hours are set. Null for never: they do not want to be called, the lead is suppressed or erased, or there is no such hour within ten years.',
  ),
  status: oneOf(LEAD_STATUSES, { description: STATUS }),
  workState: oneOf(WORK_STATES, {
    description: 'How far the work on it is in this cycle: it only goes forward.',
  }),
  cycle: Type.Integer({ minimum: 1, description: 'A wake, a recycle or a reopen starts a new one, from 1.' }),
  ownerId: nullable(id('The rep who owns it, of a closed one the last who did; null in the queue.')),
  poolId: nullable(id('The pool that dealt it; null for none.')),
  rule: nullable(Type.String(), 'The name of the routing rule that matched; null for none.'),
  policy: nullable(PinnedPolicySchema, 'The SLA policy that holds; null when none matched: no clock runs.'),
  clocks: Type.Array(ClockSchema, { description: 'Those of the present cycle.' }),
  pause: nullable(PauseSchema, 'By which clocks stand still now; null where none does.'),
  reassignments: Type.Integer({ minimum: 0, description: 'Changes of owner in the present cycle.' }),
  disposition: nullable(DispositionSchema, 'With what it was closed; null unless it is closed with a reason.'),
  milestones: Type.Array(MilestoneSchema, {
    description: 'How far it has come in all its cycles, in their order, with those that were reversed.',
  }),
  issues: Type.Optional(
    Type.Array(
      oneOf([
        'noContact',
        'unreadableEmail',
        'unreadablePhone',
        ...COUNTRY_ISSUES,
        MALFORMED_CLICK_ID,
        INACTIVE_OWNER,
        OWNER_OF_TEST,
      ]),
      {
        description:
          'What is odd about it; it is taken all the same. `guessedCountry`: a country could have been another one, as Georgia could; `unknownCountry`: it is not known, and kept as it was sent; `malformedClickId`: one of its `clickIds` does not look like what the platform gives out, so that nobody is told by it; `inactiveOwner`: its sender named an owner who has left, so it went where the rules say; `ownerOfTest`: a test lead named an owner, and went to the test pool.',
      },
    ),
  ),
  waitingSince: nullable(
    instant('Since when it waits for somebody, in the queue or to be moved; null while it does not.'),
  ),
  erasedAt: Type.Optional(
    instant(
      'When what was known of the person was erased; absent while it is known. Nothing happens to the lead any more.',
    ),
  ),
  updatedAt: instant('When it was last changed.'),
});

const UnseenLeadSchema = thing('UnseenLead', 'All that a key is told of a lead that it may not see.', {
  id: id('Of the lead.'),
  status: oneOf(LEAD_STATUSES, { description: STATUS }),
});

/** To whoever sends a lead that is there already. */
export const ExistingLeadSchema = Type.Union([LeadSchema, UnseenLeadSchema], {
  $id: 'ExistingLead',
  description: 'A lead that was there already, as far as the key may see it.',
});

export const LeadPage = pageOf(LeadSchema);

const BatchResultSchema = thing('BatchResult', 'What became of one lead.', {
  index: Type.Integer({ minimum: 0, description: 'Its place among the leads sent, from 0.' }),
  status: oneOf(['created', 'existing', 'invalid'], { description: 'What was done.' }),
  id: Type.Optional(id('Of the lead; absent when it is invalid.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; none of it is stored.' }),
  ),
});
export type BatchResult = Static<typeof BatchResultSchema>;

export const BatchResults = thing('BatchResults', 'What became of a batch of leads.', {
  results: Type.Array(BatchResultSchema, { description: 'One for each, in the order of the request.' }),
});
