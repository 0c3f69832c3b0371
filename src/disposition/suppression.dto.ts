import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';

const identifier = {
  email: Type.Optional(
    Type.String({ minLength: 1, maxLength: 300, description: 'An e-mail address, compared without case.' }),
  ),
  phone: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'A phone number. Without a country code it is read as one of the settings’ default country.',
    }),
  ),
  domain: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 253,
      description: 'The domain of addresses and companies, such as example.com. Public mail providers are refused.',
    }),
  ),
};

export const SuppressionBody = Type.Object(
  {
    ...identifier,
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When leads are let in again, in the future. By default never.',
      }),
    ),
    reason: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'The code of a reason in the category suppress, with which later leads are closed.',
    }),
  },
  closed,
);
export type SuppressionBody = Static<typeof SuppressionBody>;

export const SuppressionQuery = Type.Object(
  {
    ...PageQuery,
    ...identifier,
    inForce: Type.Optional(Type.Boolean({ description: 'Only those in force now.' })),
  },
  closed,
);
export type SuppressionQuery = Static<typeof SuppressionQuery>;

export const LiftBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1_000, description: 'Why, in your own words.' }) },
  closed,
);
export type LiftBody = Static<typeof LiftBody>;
