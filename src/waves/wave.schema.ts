import { type Static, Type } from '@sinclair/typebox';
import { BulkClosingBody } from '../leads/bulk.dto.js';
import { id, instant, nullable, object, objectSchema, oneOf, optionalId } from '../platform/input/schema.js';
import { WAVE_ORDERS } from './wave.js';

export const PER_DAY_MAX = 10_000;

export const ActivateBody = object({
  filter: {
    ...BulkClosingBody.properties.filter,
    description:
      'Open leads that match, as in `GET /v1/leads`. Those that have a promise are left out. It may not use `email`, `phone`, `externalId`, `ref` or `q`.',
  },
  perDay: Type.Integer({
    minimum: 1,
    maximum: PER_DAY_MAX,
    description: 'How many get their promise on each working day of the company, as it opens.',
  }),
  from: Type.Optional(
    Type.String({ format: 'date', description: 'The first day, in the zone of the settings; today by default.' }),
  ),
  order: oneOf(WAVE_ORDERS, { default: 'oldest', description: 'Who comes first, by when they asked.' }),
  policyId: optionalId('The policy that they get; by default the first that matches each.'),
});
export type ActivateBody = Static<typeof ActivateBody>;

const Day = object({
  at: instant('When its wave comes.'),
  leads: Type.Integer({ minimum: 0, description: 'How many leads get their promise then.' }),
});

const left = {
  leads: Type.Integer({ minimum: 0, description: 'How many leads are still to get it.' }),
  days: Type.Array(Day, { description: 'The days that are still to come.' }),
};

export const WavePlansSchema = objectSchema('WavePlans', 'The plans of which waves are still to come.', {
  data: Type.Array(object({ id: id('Of the job that has planned them.'), ...left }), {
    description: 'The newest first.',
  }),
});

export const WavesSchema = objectSchema('Waves', 'The waves in which open leads get their first promise.', {
  ...left,
  owners: Type.Optional(
    Type.Array(
      object({
        repId: nullable(id(), 'The owner; null for leads that are routed then.'),
        leads: Type.Integer({ minimum: 0, description: 'How many of them are theirs.' }),
      }),
      { description: 'Whose leads they are, the 100 with most. Of a dry run.' },
    ),
  ),
});

export const WaveResultSchema = objectSchema('WaveResult', 'What a job has planned.', {
  leads: Type.Integer({ minimum: 0, description: 'How many leads get their first promise.' }),
  days: Type.Array(Day, { description: 'On which days.' }),
});
