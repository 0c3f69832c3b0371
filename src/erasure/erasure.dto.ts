import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';

const closed = { additionalProperties: false } as const;
const email = Type.Optional(
  Type.String({ minLength: 1, maxLength: 320, description: 'An e-mail address; compared without case.' }),
);
const phone = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'A phone number. Without a country code it is read as one of the settings’ default country.',
  }),
);

export const ErasureBody = Type.Object(
  {
    email,
    phone,
    leadId: Type.Optional(
      Type.String({ format: 'uuid', description: 'One lead only, for example one without an address.' }),
    ),
    reason: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Why, such as the number of a request. It is kept for good, so it may not contain an address.',
    }),
  },
  closed,
);
export type ErasureBody = Static<typeof ErasureBody>;

export const SubjectAccessQuery = Type.Object({ ...PageQuery, email, phone }, closed);
export type SubjectAccessQuery = Static<typeof SubjectAccessQuery>;
