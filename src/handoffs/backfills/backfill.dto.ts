import { type Static, Type } from '@sinclair/typebox';
import { ACCOUNT_TYPES } from '../../deals/accounts/account.js';
import { closed, oneOf } from '../../platform/answer.js';
import { BACKFILLED_MAX } from './backfill.js';

export const BackfillBody = Type.Object(
  {
    kindId: Type.String({
      format: 'uuid',
      description:
        'Which kind: one that is begun by hand, for the account; or the newest that starts on `deal.won`, for the newest deal of the account that was won.',
    }),
    accountIds: Type.Optional(
      Type.Array(Type.String({ format: 'uuid' }), {
        minItems: 1,
        maxItems: BACKFILLED_MAX,
        uniqueItems: true,
        description: 'For which accounts; or `accounts`.',
      }),
    ),
    accounts: Type.Optional(
      Type.Object(
        {
          type: Type.Optional(oneOf(ACCOUNT_TYPES, { description: 'Only those of this type.' })),
          ownerRepId: Type.Optional(
            Type.String({ format: 'uuid', description: 'Only those that this rep looks after.' }),
          ),
        },
        {
          ...closed,
          description:
            'For the first 1,000 accounts without one that are so; `{}` for any. `more` says whether there are others.',
        },
      ),
    ),
    perWeek: Type.Integer({
      minimum: 1,
      maximum: BACKFILLED_MAX,
      description: 'So many begin from a Monday to its Sunday at most, evenly over the working days of the company.',
    }),
    startsOn: Type.Optional(
      Type.String({ format: 'date', description: 'The first day on which any begins; now by default.' }),
    ),
  },
  closed,
);
export type BackfillBody = Static<typeof BackfillBody>;
