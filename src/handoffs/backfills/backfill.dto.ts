import { type Static, Type } from '@sinclair/typebox';
import { ACCOUNT_TYPES } from '../../deals/accounts/account.js';
import { closed, oneOf } from '../../platform/answer.js';
import { BACKFILLED_MAX } from './backfill.js';

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
