import { type Static, Type } from '@sinclair/typebox';
import { PolicyShape } from '../../sla/policy.dto.js';

/** A draft, and the leads that it is tried on. */
export const DryRunBody = Type.Object(
  {
    policy: Type.Optional({ ...PolicyShape, description: 'One policy; leads that it does not match have none.' }),
    policies: Type.Optional(
      Type.Array(PolicyShape, {
        minItems: 1,
        maxItems: 100,
        description: 'Several, in their order: a lead gets the first that matches.',
      }),
    ),
    from: Type.String({ format: 'instant', description: 'Leads received at this instant or later.' }),
    to: Type.String({ format: 'instant', description: 'Leads received before this instant.' }),
  },
  { additionalProperties: false },
);
export type DryRunBody = Static<typeof DryRunBody>;
