import { type Static, Type } from '@sinclair/typebox';
import { ACCOUNT_TYPES } from '../../deals/accounts/account.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalDay,
  optionalId,
  optionalOneOf,
  pageOf,
} from '../../platform/input/schema.js';
import { BACKFILLED_MAX, PASSED_OVER } from './backfill.js';

export const BackfillBody = object({
  kindId: id(
    'The kind: one that is begun by hand, for the account; or one that starts on `deal.won`, for the account’s newest won deal.',
  ),
  accountIds: Type.Optional(
    Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: BACKFILLED_MAX,
      uniqueItems: true,
      description: 'The ids of the accounts; or use `accounts`.',
    }),
  ),
  accounts: Type.Optional(
    object(
      {
        type: optionalOneOf(ACCOUNT_TYPES, { description: 'Only accounts of this type.' }),
        ownerRepId: optionalId('Only accounts that this rep owns.'),
      },
      {
        description:
          'The first 1,000 matching accounts without a handoff; `{}` matches all. `more` in the answer says whether there are others.',
      },
    ),
  ),
  perWeek: Type.Integer({
    minimum: 1,
    maximum: BACKFILLED_MAX,
    description: 'The most handoffs that start in a week (from Monday), spread evenly over the company’s working days.',
  }),
  startsOn: optionalDay('A day such as 2026-03-02, on which it begins; now by default.'),
});
export type BackfillBody = Static<typeof BackfillBody>;

const count = (description: string) => Type.Integer({ minimum: 0, description });
const why = nullable(
  oneOf(PASSED_OVER, { description: 'Why none starts.' }),
  'Why none starts: `there`: it has or had one; `planned`: another backfill starts it; `noDeal`: no deal was won; `nobody`: it has no owner; `otherKind`: another kind, or none, applies to the deal; `kindGone`: the kind was deleted or starts otherwise now; `calledOff`: the backfill was cancelled. Null if one starts.',
);
const beginsAt = nullable(instant, 'When it starts; null if the account was skipped at once.');

const FIELDS = {
  id: id('The id of the backfill.'),
  kindId: id('The id of the kind of handoff.'),
  perWeek: count('The most that start in a week.'),
  more: Type.Boolean({
    description: 'Whether more accounts matched than the 1,000 that it took.',
  }),
  createdAt: instant('The time of the request.'),
  calledOffAt: nullable(instant, 'When it was cancelled; null if it was not.'),
  waiting: count('Accounts whose handoff has not started.'),
  begun: count('Handoffs that have started.'),
  passedOver: count('Accounts without a handoff to start.'),
  firstAt: nullable(instant, 'When the first starts; null if none does.'),
  lastAt: nullable(instant, 'When the last starts; null if none does.'),
};

export const BackfillSchema = objectSchema(
  'Backfill',
  'A backfill: handoffs for existing accounts, started over time.',
  FIELDS,
);

export const BackfillPlanSchema = objectSchema('BackfillPlan', 'The plan of a backfill.', {
  ...FIELDS,
  id: nullable(FIELDS.id, 'The id of the backfill; null with `dryRun`.'),
  weeks: Type.Array(
    object({
      week: Type.String({ format: 'date', description: 'The Monday of the week.' }),
      handoffs: count('The number that starts in it.'),
    }),
    { description: 'The weeks in which handoffs start.' },
  ),
  accounts: Type.Array(
    object({
      accountId: id('The id of the account.'),
      beginsAt,
      passedOver: why,
    }),
    { description: 'Each account: first those with a handoff, by start, then the others.' },
  ),
});

export const BackfillPage = pageOf(BackfillSchema);

const BackfilledAccountSchema = objectSchema('BackfilledAccount', 'An account of a backfill.', {
  accountId: id('The id of the account.'),
  beginsAt,
  handoffId: nullable(id, 'The id of the handoff; null until it has started.'),
  passedOver: why,
});
export const BackfilledAccountPage = pageOf(BackfilledAccountSchema);
