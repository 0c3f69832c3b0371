import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  optionalInstant,
  optionalInstantOrDate,
} from '../../platform/input/schema.js';
import { EXCLUDED_BY } from '../../routing/deciding/eligibility.js';
import { CandidateSchema } from '../../routing/deciding/trace.schema.js';
import { PoolBody } from '../../routing/pools/pool.dto.js';

export const PoolSchema = resourceOf('Pool', 'Reps among whom leads are dealt out.', PoolBody, {
  ...WARNINGS,
  ...REPLANNED,
});

const MISSED_BY: Readonly<Record<(typeof EXCLUDED_BY)[number], string>> = {
  inactive: 'They had left.',
  unavailable: 'They took no new leads just then.',
  absent: 'They were away.',
  offHours: 'They were not at work.',
  capacity: 'They had as many as they may have.',
  skill: 'They lacked a skill that the lead needed.',
  earlierOwner: 'They had had the lead before.',
  declined: 'They had declined the lead.',
  protected: 'The account of the lead was protected, and not theirs.',
};

export const MISSED = Type.Partial(
  object(
    Object.fromEntries(EXCLUDED_BY.map((why) => [why, Type.Integer({ minimum: 1, description: MISSED_BY[why] })])),
    { description: 'Leads dealt without them, by the reason.' },
  ),
);

const MemberFairnessSchema = objectSchema('MemberFairness', 'What a member of a pool got, and their fair share.', {
  repId: id('The member.'),
  label: Type.String({ description: 'Their name.' }),
  weight: Type.Number({ minimum: 0, description: 'Their weight today; 0 before they begin.' }),
  shareDue: Type.Number({ description: 'Their share by weight of the leads for which they were eligible.' }),
  leadsGot: Type.Integer({ minimum: 0, description: 'The leads that they got from this pool.' }),
  shareGot: Type.Number({ description: 'The same as `leadsGot`.' }),
  credit: Type.Number({
    description:
      'Share due minus leads got, in leads. In a round robin, the member whose claim falls due first is next.',
  }),
  missed: MISSED,
  lastAssignedAt: nullable(instant('When they last got one; null for never.')),
  hint: Type.Optional(
    Type.String({
      description:
        'A sentence, if they got less than half of their part by weight because most leads came outside their hours: it also says which weight, if any, would even that out. Absent otherwise.',
    }),
  ),
});

export const Fairness = objectSchema('PoolFairness', 'What the members of a pool got, and their fair shares.', {
  data: Type.Array(MemberFairnessSchema, { description: 'The members that the key may see, in their order.' }),
  others: Type.Integer({ minimum: 0, description: 'How many members there are besides.' }),
});

export const FairnessQuery = object({
  from: optionalInstantOrDate(
    'Turns of this day and later, in the time zone of the settings; by default since they joined.',
  ),
  to: optionalInstantOrDate('Turns before this day; by default all until now.'),
});
export type FairnessQuery = Static<typeof FairnessQuery>;

export const RosterQuery = object({
  at: optionalInstant('As of when, with the offboardings and rules that are planned until then; by default now.'),
});
export type RosterQuery = Static<typeof RosterQuery>;

const RosterMemberSchema = objectSchema('RosterMember', 'Whether a member may get leads.', {
  repId: id('The rep.'),
  label: Type.String({ description: 'Their name.' }),
  ...Type.Pick(CandidateSchema, ['eligible', 'excludedBy', 'detail', 'weight', 'load', 'lastAssignedAt']).properties,
});

export const RosterSchema = objectSchema('Roster', 'Who may get leads of a pool, and why others may not.', {
  at: instant('As of when.'),
  data: Type.Array(RosterMemberSchema, { description: 'The members, in the order of the pool.' }),
  others: Type.Integer({ minimum: 0, description: 'The members that the key does not see.' }),
  nextRepId: nullable(
    id,
    'The rep who would get the next lead that has no particular needs; null for none, while the pool offers its leads first, or if the key does not see the rep.',
  ),
  because: Type.String({
    description:
      'Why, in a sentence; the same that the trace of such a lead would say, unless it is about a rep whom the key does not see.',
  }),
});
