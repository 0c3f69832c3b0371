import { type Static, Type } from '@sinclair/typebox';
import { closed, duration } from './chain.dto.js';

const TIMES_MAX = 100;

export const PauseLimitsSchema = Type.Object(
  {
    most: Type.Optional(duration('The total time of pauses, always elapsed time; no limit by default.')),
    times: Type.Optional(
      Type.Integer({ minimum: 0, maximum: TIMES_MAX, description: 'The number of pauses; no limit by default.' }),
    ),
  },
  closed,
);
export type PauseLimitsBody = Static<typeof PauseLimitsSchema>;
