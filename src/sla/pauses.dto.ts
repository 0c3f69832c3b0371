import { type Static, Type } from '@sinclair/typebox';
import { closed, duration } from './chain.dto.js';

const TIMES_MAX = 100;

export const PauseLimitsSchema = Type.Object(
  {
    most: Type.Optional(
      duration('So long in all, elapsed time, whatever the policy’s is; as long as they like by default.'),
    ),
    times: Type.Optional(
      Type.Integer({ minimum: 0, maximum: TIMES_MAX, description: 'So often; as often as they like by default.' }),
    ),
  },
  closed,
);
export type PauseLimitsBody = Static<typeof PauseLimitsSchema>;
