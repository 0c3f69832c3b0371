import { type TSchema, Type } from '@sinclair/typebox';
import { OFFBOARDING_FIELDS } from '../../lifecycle/offboarding-fields.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { FaultSchema } from '../../platform/input/problem.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstant,
} from '../../platform/input/schema.js';

const ONE_SUCCESSOR = {
  minProperties: 'Expected the repId of who gets the leads, or the poolId of a pool that deals them.',
  maxProperties: 'Expected one of repId and poolId.',
};

const successorSchema = (description: string) => object({ repId: id('Who takes them over.') }, { description });

const SUCCESSORS: Record<string, TSchema> = {
  leads: Type.Optional(
    withFaultWords(
      object(
        {
          repId: optionalId('Who gets them.'),
          poolId: optionalId('The pool that deals them.'),
        },
        { minProperties: 1, maxProperties: 1, description: 'Who gets their open leads.' },
      ),
      ONE_SUCCESSOR,
    ),
  ),
  reports: Type.Optional(
    object(
      {
        managerId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
          description: 'Their next manager; null for none.',
        }),
      },
      { description: 'The new manager of the reps and teams that they manage.' },
    ),
  ),
};

export const OffboardRequest = object({
  ...SUCCESSORS,
  at: optionalInstant(
    'When they leave; at once by default. Another request replaces it, `DELETE` withdraws it, and so does setting them active or inactive before.',
  ),
});

const OwnedSchema = objectSchema('OwnedByLeaver', 'Things of one kind that a leaving rep has.', {
  what: Type.String({ description: 'The field of the request that names the successor.', examples: ['accounts'] }),
  count: Type.Integer({ minimum: 0, description: 'How many.' }),
  ids: Type.Array(Type.String(), { description: 'The first 1,000 of them.' }),
});

const NamingSchema = objectSchema('NamesLeaver', 'Something that names a leaving rep.', {
  kind: Type.String({
    description: 'What it is, such as `pool`, `routing rule`, or `absence` for one that they cover.',
  }),
  id: nullable(id('Its id; null where it has none.')),
  name: Type.String({ description: 'Its name; for an absence, that of the absent rep; for several, their number.' }),
  becomes: oneOf(['without', 'handedOver', 'stays'], {
    description:
      'What happens to it: it goes on without them (pools and teams), it is handed over, or it stays as it is and a person should check it.',
  }),
});

export const OffboardingSchema = objectSchema('Offboarding', 'What a leaving rep has, and who gets it.', {
  repId: id('The rep.'),
  state: oneOf(['foreseen', 'planned', 'done'], {
    description: '`foreseen`: it was only previewed; `planned`: it will be done; `done`: it was done.',
  }),
  at: instant('When they leave.'),
  plannedAt: nullable(
    instant(
      'When they leave according to the present plan, which this request may have made; null if there is no plan.',
    ),
  ),
  owned: Type.Array(OwnedSchema, { description: 'What they have.' }),
  reports: Type.Array(id('A rep.'), { description: 'The reps whom they manage.' }),
  names: Type.Array(NamingSchema, { description: 'The things that name them.' }),
  missing: Type.Array(FaultSchema, { description: 'What the request lacks; empty once it can be carried out.' }),
  handedOver: Type.Record(Type.String(), Type.Integer(), {
    description: 'How many things of each kind were handed over.',
  }),
  request: Type.Optional(Type.Object(SUCCESSORS, { description: 'For a plan: who takes over what, as requested.' })),
});

OFFBOARDING_FIELDS.each(({ name, description }) => {
  for (const fields of [SUCCESSORS, OffboardRequest.properties as Record<string, TSchema>])
    fields[name] = Type.Optional(successorSchema(description));
});
