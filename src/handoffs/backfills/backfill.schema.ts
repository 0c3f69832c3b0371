import { type Static, Type } from '@sinclair/typebox';
import { ACCOUNT_TYPES } from '../../deals/accounts/account.js';
import { closed, id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { BACKFILLED_MAX, PASSED_OVER } from './backfill.js';

export const BackfillBody = Type.Object(
  {
    kindId: Type.String({
      format: 'uuid',
      description:
        'The kind: one that is begun by hand, for the account; or one that starts on `deal.won`, for the account’s newest won deal.',
    }),
    accountIds: Type.Optional(
      Type.Array(Type.String({ format: 'uuid' }), {
        minItems: 1,
        maxItems: BACKFILLED_MAX,
        uniqueItems: true,
        description: 'The ids of the accounts; or use `accounts`.',
      }),
    ),
    accounts: Type.Optional(
      Type.Object(
        {
          type: Type.Optional(oneOf(ACCOUNT_TYPES, { description: 'Only accounts of this type.' })),
          ownerRepId: Type.Optional(Type.String({ format: 'uuid', description: 'Only accounts that this rep owns.' })),
        },
        {
          ...closed,
          description:
            'The first 1,000 matching accounts without a handoff; `{}` matches all. `more` in the answer says whether there are others.',
        },
      ),
    ),
    perWeek: Type.Integer({
      minimum: 1,
      maximum: BACKFILLED_MAX,
      description: 'How many begin in a week (from Monday) at most, evenly over the working days of the company.',
    }),
    startsOn: Type.Optional(Type.String({ format: 'date', description: 'The first day; now by default.' })),
  },
  closed,
);
export type BackfillBody = Static<typeof BackfillBody>;

const count = (description: string) => Type.Integer({ minimum: 0, description });
const why = nullable(
  oneOf(PASSED_OVER, { description: 'Why nothing begins.' }),
  'Why nothing begins: `there`: it has one, or had; `planned`: another backfill begins it; `noDeal`: none was won; `nobody`: nobody has it; `otherKind`: the deal is handed over by another kind, or by none; `kindGone`: the kind begins in another way by now, or is deleted; `calledOff`. Null where it begins.',
);
const beginsAt = nullable(instant('When it begins.'), 'When it begins; null where it was passed over from the start.');

const FIELDS = {
  id: id('The id of the backfill.'),
  kindId: id('Which kind of handoff begins.'),
  perWeek: count('So many begin in a week at most.'),
  more: Type.Boolean({
    description: 'Whether it was asked for accounts of which it has not taken all: the first 1,000 are.',
  }),
  createdAt: instant('The time of the request.'),
  calledOffAt: nullable(instant('When it was called off.'), 'When it was called off; null where it was not.'),
  waiting: count('Accounts that wait for theirs.'),
  begun: count('Handoffs that have begun.'),
  passedOver: count('Accounts of which nothing begins.'),
  firstAt: nullable(instant('When the first begins.'), 'When the first begins; null where none does.'),
  lastAt: nullable(instant('When the last begins.'), 'When the last begins; null where none does.'),
};

export const BackfillSchema = thing(
  'Backfill',
  'Handoffs that begin by and by for accounts that were there before.',
  FIELDS,
);

export const BackfillPlanSchema = thing('BackfillPlan', 'What begins when, and what does not.', {
  ...FIELDS,
  id: nullable(FIELDS.id, 'Of the backfill; null with `dryRun`.'),
  weeks: Type.Array(
    Type.Object(
      {
        week: Type.String({ format: 'date', description: 'Its Monday.' }),
        handoffs: count('So many begin in it.'),
      },
      { additionalProperties: false },
    ),
    { description: 'Week by week, without those in which nothing begins.' },
  ),
  accounts: Type.Array(
    Type.Object(
      {
        accountId: id('The id of the account.'),
        beginsAt,
        passedOver: why,
      },
      { additionalProperties: false },
    ),
    { description: 'Each account, those that get one in the order in which theirs begin, then the others.' },
  ),
});

export const BackfillPage = pageOf(BackfillSchema);

const BackfilledAccountSchema = thing('BackfilledAccount', 'An account of a backfill.', {
  accountId: id('The id of the account.'),
  beginsAt,
  handoffId: nullable(id('The id of the handoff that has begun.'), 'Of the handoff; null until it has begun.'),
  passedOver: why,
});
export const BackfilledAccountPage = pageOf(BackfilledAccountSchema);
