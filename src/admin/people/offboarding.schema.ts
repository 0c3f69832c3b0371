import { type TSchema, Type } from '@sinclair/typebox';
import { OFFBOARDING_FIELDS } from '../../lifecycle/offboarding-fields.js';
import { id, instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { withFaultWords } from '../../platform/fault-words.js';
import { FaultSchema } from '../../platform/problem.schema.js';

const closed = { additionalProperties: false } as const;

const ONE_SUCCESSOR = {
  minProperties: 'Expected the repId of who gets the leads, or the poolId of a pool that deals them.',
  maxProperties: 'Expected one of repId and poolId.',
};

const successorSchema = (description: string) =>
  Type.Object(
    { repId: Type.String({ format: 'uuid', description: 'Who takes them over.' }) },
    { ...closed, description },
  );

const SUCCESSORS: Record<string, TSchema> = {
  leads: Type.Optional(
    withFaultWords(
      Type.Object(
        {
          repId: Type.Optional(Type.String({ format: 'uuid', description: 'Who gets them.' })),
          poolId: Type.Optional(Type.String({ format: 'uuid', description: 'The pool that deals them.' })),
        },
        { ...closed, minProperties: 1, maxProperties: 1, description: 'Who gets their open leads.' },
      ),
      ONE_SUCCESSOR,
    ),
  ),
  reports: Type.Optional(
    Type.Object(
      {
        managerId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
          description: 'Their next manager; null for none.',
        }),
      },
      { ...closed, description: 'Who manages those whom they manage, and their teams.' },
    ),
  ),
};

export const OffboardRequest = Type.Object(
  {
    ...SUCCESSORS,
    at: Type.Optional(
      Type.String({
        format: 'instant',
        description:
          'When they leave; at once by default. Another request replaces it, `DELETE` withdraws it, and so does setting them active or inactive before.',
      }),
    ),
  },
  closed,
);

const OwnedSchema = thing('OwnedByLeaver', 'What somebody who leaves has of one kind.', {
  what: Type.String({ description: 'The field of the request that says who gets it.', examples: ['accounts'] }),
  count: Type.Integer({ minimum: 0, description: 'How many.' }),
  ids: Type.Array(Type.String(), { description: 'The first 1,000 of them.' }),
});

const NamingSchema = thing('NamesLeaver', 'Something that names somebody who leaves.', {
  kind: Type.String({ description: 'What it is, such as `pool` or `routing rule`.' }),
  id: nullable(id('Its id; null where it has none.')),
  name: Type.String({ description: 'Its name; of many, how many there are.' }),
  becomes: oneOf(['without', 'handedOver', 'stays'], {
    description:
      'What becomes of it: it goes on without them (pools and teams), it is handed over, or it stays as it is and somebody should look at it.',
  }),
});

export const OffboardingSchema = thing('Offboarding', 'What somebody who leaves has, and who gets it.', {
  repId: id('The rep.'),
  state: oneOf(['foreseen', 'planned', 'done'], {
    description: 'Whether it was done, is to be done, or was only asked.',
  }),
  at: instant('When they leave.'),
  plannedAt: nullable(
    instant('When they are to leave by the plan that stands, which this request may have made; null where none is.'),
  ),
  owned: Type.Array(OwnedSchema, { description: 'What they have.' }),
  reports: Type.Array(id('A rep.'), { description: 'The reps whom they manage.' }),
  names: Type.Array(NamingSchema, { description: 'What names them.' }),
  missing: Type.Array(FaultSchema, { description: 'What the request does not say yet; empty once it may be done.' }),
  handedOver: Type.Record(Type.String(), Type.Integer(), { description: 'How many of each were handed over.' }),
  request: Type.Optional(Type.Object(SUCCESSORS, { description: 'Of a plan: who takes over what, as it was asked.' })),
});

OFFBOARDING_FIELDS.each(({ name, description }) => {
  for (const fields of [SUCCESSORS, OffboardRequest.properties as Record<string, TSchema>])
    fields[name] = Type.Optional(successorSchema(description));
});
