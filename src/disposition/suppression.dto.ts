import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';

const closed = { additionalProperties: false } as const;
const identifier = {
  email: Type.Optional(Type.String({ minLength: 1, maxLength: 300, description: 'An e-mail address, without case.' })),
  phone: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'A number; without its country it is read in the default country of the settings.',
    }),
  ),
  domain: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 253,
      description: 'That of addresses and companies, such as example.com. None at which everybody can have an address.',
    }),
  ),
};

export const SuppressionBody = Type.Object(
  {
    ...identifier,
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When leads are let in again: in the future. For good by default.',
      }),
    ),
    reason: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'The code of a reason of the category suppress, with which later leads are closed.',
    }),
  },
  closed,
);
export type SuppressionBody = Static<typeof SuppressionBody>;

export const SuppressionQuery = Type.Object(
  {
    ...PageQuery,
    ...identifier,
    inForce: Type.Optional(Type.Boolean({ description: 'Only those that hold now.' })),
  },
  closed,
);
export type SuppressionQuery = Static<typeof SuppressionQuery>;

export const LiftBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1_000, description: 'Why, in your own words.' }) },
  closed,
);
export type LiftBody = Static<typeof LiftBody>;
