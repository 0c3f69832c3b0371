import { type Static, Type } from '@sinclair/typebox';
import { ClockSchema } from '../clocks/clock.schema.js';
import { ZONE_SOURCES } from '../contact/contact-zone.js';
import { LINKS } from '../directory/ref-links.dto.js';
import { CLOSED_THROUGH } from '../disposition/closed-through.js';
import { CATEGORIES } from '../disposition/disposition.js';
import { SUPPRESSED_KINDS } from '../disposition/suppression.js';
import { WARNINGS } from '../documents/version.schema.js';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import { FaultSchema } from '../platform/input/problem.schema.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';
import { COUNTRY_ISSUES } from '../vocabulary/countries.js';
import { LeadBody } from './lead.dto.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';
import { SHORTENED, TOO_MANY_ATTRIBUTES, UNREADABLE_FIELD } from './lenient-lead.js';
import { PLATFORM_TEST } from './platform-test.js';
import {
  FUTURE_CLICK,
  INACTIVE_OWNER,
  MALFORMED_CLICK_ID,
  OWN_DOMAIN,
  OWNER_OF_TEST,
  PLACEHOLDER_EMAIL,
  PLACEHOLDER_PHONE,
  SHARED_ADDRESS,
  SHARED_NUMBER,
  SUPPRESSED_NUMBER,
} from './reading.js';
import { MilestoneSchema, PauseSchema } from './touch.schema.js';

const { owner: _, submittedAt: __, contact, clickIds, ...rest } = LeadBody.properties;

export const ClickIdsSchema = objectSchema('ClickIds', 'The ids with which ad platforms recognise the click.', {
  ...clickIds.properties,
  clickedAt: Type.Optional(instant('When the ad was clicked.')),
});

export const ConsentSchema = objectSchema(
  'Consent',
  'The person’s consent to ad platforms; empty if they were not asked.',
  rest.consent.properties,
);

const STATUS =
  'Whether it is worked on, or how it ended. `nurturing` and `recycled` leads come back automatically; these and `lost` ones also come back when the person asks again; `suppressed` and `won` ones when a user reopens them.';

const PinnedPolicySchema = objectSchema('PinnedPolicy', 'An SLA policy at one version.', {
  id: id('The id of the policy.'),
  version: Type.Integer({ minimum: 1, description: 'The version that its clocks follow.' }),
});

const ContactZoneSchema = objectSchema('ContactZone', 'The local time of a person, and its source.', {
  zones: Type.Array(Type.String({ examples: ['Pacific/Honolulu'] }), {
    description:
      'IANA time zones. Several if it is not known which applies or the sources disagree: the person is then contacted only when it is allowed in all of them.',
  }),
  derivedFrom: Type.Array(oneOf(ZONE_SOURCES, { description: 'A field of `contact`.' }), {
    description: 'The fields of `contact` that it is derived from; empty if `contact.timeZone` was given.',
  }),
});

const DispositionSchema = objectSchema('Disposition', 'With what a lead was closed.', {
  id: id('The id of the disposition.'),
  category: oneOf(CATEGORIES, { description: 'The category.' }),
  reason: Type.String({ description: 'The code of the reason.' }),
  label: Type.String({ description: 'The reason, for people.' }),
  note: nullable(Type.String(), 'The note; null for none.'),
  fields: Type.Record(Type.String(), Type.String(), { description: 'The fields that the reason requires.' }),
  decidedAt: instant('When it was closed.'),
  by: AuthorSchema,
  through: oneOf(CLOSED_THROUGH, {
    description:
      'How it was closed. `person`: a user or a program closed it, corrected that, or lost its deal. `bulk`: they closed many leads at once. `rule`: the routing rule in `rule` of the lead closed it as it came in. `suppression`: it came in from a person who is suppressed. `unreachable`: its policy closed it after attempts that reached nobody. `deal`: Touchline made up for what its deal had become. `erasure`: its person was erased. `import`: it was closed elsewhere, before an import brought it along.',
  }),
  bulkId: Type.Optional(id('The closing of many leads (`GET /v1/leads/dispositions/{bulkId}`); absent for none.')),
});

const QueuePromiseSchema = objectSchema('QueuePromise', 'By when a lead has to be out of its named queue.', {
  within: Type.String({ description: 'How soon, as an ISO duration in the working time of the owner of the queue.' }),
  outBy: nullable(instant, 'By when; null if there is no such working time within ten years.'),
  ownerRepId: nullable(id('The owner of the queue, who has to act; null for none.')),
});

const LeadSuppressionSchema = objectSchema(
  'LeadSuppression',
  'The suppression of a person or company that has a lead.',
  {
    id: id('The id of the suppression.'),
    kind: oneOf(SUPPRESSED_KINDS, { description: 'The kind of identifier that is suppressed.' }),
    reason: Type.String({ description: 'The code of the reason.' }),
    label: Type.String({ description: 'The reason, for people.' }),
    createdAt: instant('When it was created.'),
    until: nullable(instant, 'When it ends by itself; null for never.'),
    doNot: Type.Array(oneOf(['call', 'email', 'sms'], { description: 'A channel.' }), {
      description:
        'The channels on which they must not be contacted: all of them, or, where only the number is suppressed and the lead has an e-mail address that can be read, those by number.',
    }),
  },
);

export const LeadSchema = objectSchema('Lead', 'A lead as it is now.', {
  id: id('The id of the lead.'),
  ...rest,
  ...LINKS,
  contact: Type.Optional(contact, false),
  clickIds: Type.Optional(ClickIdsSchema),
  submittedAt: Type.Optional(instant('When the person sent it.')),
  receivedAt: instant('When the lead was received.'),
  contactZone: nullable(
    ContactZoneSchema,
    'The person’s time zone; null if not known. Contact hours then follow the zone of the settings.',
  ),
  callableFrom: nullable(
    instant,
    'The first instant from now on at which the person may be called, by the `contactHours` of the settings in their local time: now if they may be called or no hours are set. Null for never: they do not want to be called, they are suppressed, the lead is suppressed or erased, or there is no such hour within ten years.',
  ),
  status: oneOf(LEAD_STATUSES, { description: STATUS }),
  workState: oneOf(WORK_STATES, {
    description: 'The work state in this cycle. It only moves forward.',
  }),
  cycle: Type.Integer({
    minimum: 0,
    description:
      'The cycle, from 1. A wake, a recycle or a reopen starts a new one. 0 as long as the lead is as an import of history has brought it along.',
  }),
  ownerId: nullable(id('The owner, or the last owner of a closed lead; null in the queue.')),
  poolId: nullable(id('The pool that dealt it; null for none.')),
  queue: nullable(Type.String(), 'The named queue in which it waits for a person; null for none.'),
  queuePromise: Type.Optional({
    ...QueuePromiseSchema,
    description: 'What that queue promises now; absent if it promises nothing, and for a test lead.',
  }),
  rule: nullable(Type.String(), 'The name of the routing rule that matched; null for none.'),
  policy: nullable(PinnedPolicySchema, 'The SLA policy that applies; null if none matched, so that no clock runs.'),
  clocks: Type.Array(ClockSchema, { description: 'The clocks of the present cycle.' }),
  nextClockId: nullable(
    id,
    'The clock that is due next among those that the owner owes: it runs, is paused, or was missed and is still owed. Nothing that was missed is owed once the lead is closed. Null for none.',
  ),
  pause: nullable(PauseSchema, 'The pause that is in force; null for none.'),
  reassignments: Type.Integer({
    minimum: 0,
    description: 'The number of changes of owner in the present cycle, without those that were taken back.',
  }),
  joined: Type.Optional(
    Type.Literal(true, { description: 'For the sender of a form that joined this lead: that it did.' }),
  ),
  inquiryId: Type.Optional(id('The form that joined it, present with `joined`.')),
  importId: Type.Optional(id('The import in whose file it came; absent for none.')),
  duplicateOf: Type.Optional(
    id(
      'The lead of the same person that was there before, where its source links them; absent for none. `GET /v1/leads?duplicateOf=` finds those that name a lead.',
    ),
  ),
  mergedInto: Type.Optional(id('The lead into which it was merged.')),
  giverIds: Type.Optional(
    Type.Array(id('A rep.'), {
      description: 'The reps who handed it over at a milestone and can still read it; absent for none.',
    }),
  ),
  disposition: nullable(DispositionSchema, 'The disposition; null unless it is closed with a reason.'),
  suppression: nullable(
    LeadSuppressionSchema,
    'The oldest suppression in force that matches its contact or company: do not contact them on the channels in `doNot`. One of only the number comes last. A suppression leaves leads that are open as they are. Null for none, and for a test lead.',
  ),
  milestones: Type.Array(MilestoneSchema, {
    description: 'The milestones of all cycles, in order, including reversed ones.',
  }),
  issues: Type.Optional(
    Type.Array(
      oneOf([
        'noContact',
        'unreadableEmail',
        'unreadablePhone',
        ...COUNTRY_ISSUES,
        MALFORMED_CLICK_ID,
        FUTURE_CLICK,
        INACTIVE_OWNER,
        OWNER_OF_TEST,
        OWN_DOMAIN,
        PLATFORM_TEST,
        PLACEHOLDER_EMAIL,
        PLACEHOLDER_PHONE,
        SHARED_ADDRESS,
        SHARED_NUMBER,
        SUPPRESSED_NUMBER,
        UNREADABLE_FIELD,
        SHORTENED,
        TOO_MANY_ATTRIBUTES,
      ]),
      {
        description:
          'Warnings about a lead that was accepted; none once it is erased. `noContact`: it has no address and no number that identifies anybody, so it waits in the queue `review` without a promise; `unreadableEmail`, `unreadablePhone`: what came cannot be read; `placeholderEmail`, `placeholderPhone`: by the settings, what came is a placeholder, which identifies nobody; `sharedAddress`, `sharedNumber`: three names came with the address within 30 days, or three addresses with the number within 365, so that neither says who somebody is; `suppressedNumber`: the number must not be called; `ownDomain`: the address is one of the company’s own, and the lead a test; `platformTest`: the testing tool of an ad platform made it (dummy values of Meta, `is_test` of Google), so it is a test; `guessedCountry`: the country is ambiguous, such as Georgia; `unknownCountry`: the country is not known and stored as sent, or it is `NA` with nothing else that indicates Namibia, and left out; `malformedClickId`: a click id does not have the platform’s format and is not used for feedback; `futureClick`: `clickedAt` is in the future and was left out; `inactiveOwner`: the request named an owner who has left, so the rules applied; `ownerOfTest`: a test lead named an owner, but went to the test pool; `unreadableField`, `shortened`, `tooManyAttributes`: it came by a connection or a file, and a value did not fit its field and is an attribute of its name, a text was longer than its field, or there were more than 100 further fields.',
      },
    ),
  ),
  waitingSince: nullable(
    instant('When it began to wait, in the queue, for a move or to be claimed; null if it does not.'),
  ),
  claimableUntil: Type.Optional(
    instant('Until when members of its pool may claim it (`POST /v1/leads/{id}/claim`); absent if it is not offered.'),
  ),
  declinableUntil: Type.Optional(
    instant(
      'Until when its owner may decline it (`POST /v1/leads/{id}/decline`), if they do not work on it before; absent if they may not, because it did not come from a pool, the pool does not allow it, or they have declined as many as it allows a day.',
    ),
  ),
  erasedAt: Type.Optional(
    instant('When its personal data was erased; absent if it was not. Nothing more happens to the lead.'),
  ),
  updatedAt: instant('When it was last changed.'),
  ...WARNINGS,
});

/** The fields that rows of tables share with the lead. */
/** Matches beyond this number are not counted. */
export const COUNT_MAX = 100_000;

const SAME = [
  ...(['id', 'source', 'test', 'receivedAt', 'status', 'workState', 'cycle', 'ownerId', 'poolId', 'queue'] as const),
  ...(['policy', 'suppression', 'reassignments', 'waitingSince', 'claimableUntil', 'updatedAt'] as const),
] as const;

const UnseenLeadSchema = objectSchema('UnseenLead', 'What a key sees of a lead that it may not read.', {
  id: id('The id of the lead.'),
  status: oneOf(LEAD_STATUSES, { description: STATUS }),
  joined: Type.Optional(Type.Literal(true, { description: 'That the form joined it.' })),
  inquiryId: Type.Optional(id('The form that joined it, present with `joined`.')),
});

export const ExistingLeadSchema = Type.Union([LeadSchema, UnseenLeadSchema], {
  $id: 'ExistingLead',
  description: 'The existing lead, or the one that the form has joined, as far as the key may read it.',
});

export const LeadPage = pageOf(LeadSchema);

const SlimLeadSchema = objectSchema('SlimLead', 'A lead with the fields that a table of leads shows.', {
  ...Type.Pick(LeadSchema, SAME).properties,
  name: nullable(
    Type.String(),
    'The name of the contact, else of the company, else the e-mail address or number of the contact; null if nothing is known.',
  ),
  companyName: nullable(Type.String(), 'The name of the company; null if it is not known.'),
  clock: nullable(ClockSchema, 'The clock that is due next, as `nextClockId` of a lead says; null for none.'),
});

const COUNT = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: COUNT_MAX,
    description: `How many leads match, with \`count=true\`. Counting stops at ${COUNT_MAX.toLocaleString('en')}.`,
  }),
);
const CountedLeadPage = objectSchema('CountedLeadPage', 'A page of leads.', { ...LeadPage.properties, count: COUNT });
const SlimLeadPage = objectSchema('SlimLeadPage', 'A page of leads with `fields=slim`.', {
  ...pageOf(SlimLeadSchema).properties,
  count: COUNT,
});

export const LeadsSchema = Type.Union([CountedLeadPage, SlimLeadPage], {
  $id: 'Leads',
  description: 'A page of leads: whole, or with `fields=slim` only what a table shows.',
});

export const InboxPage = objectSchema('InboxPage', 'A page of an inbox.', {
  ...LeadPage.properties,
  serverTime: instant(
    'The time of the server, from which to count remaining seconds, for clients whose clocks differ.',
  ),
});

const BatchResultSchema = objectSchema('BatchResult', 'The result for one lead.', {
  index: Type.Integer({ minimum: 0, description: 'Its index in the request, from 0.' }),
  status: oneOf(['created', 'existing', 'joined', 'invalid'], {
    description:
      'What was done. `joined`: it joined an existing lead of the same person as an inquiry, now or when it was sent before.',
  }),
  id: Type.Optional(id('The id of the lead; absent if it is invalid.')),
  inquiryId: Type.Optional(id('Of the inquiry, where it joined a lead.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; none of it is stored.' }),
  ),
});
export type BatchResult = Static<typeof BatchResultSchema>;

export const BatchResults = objectSchema('BatchResults', 'The results of a batch of leads.', {
  results: Type.Array(BatchResultSchema, { description: 'One for each, in the order of the request.' }),
});
