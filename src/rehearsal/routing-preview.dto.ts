import { type Static, Type } from '@sinclair/typebox';
import { LeadBody } from '../leads/lead.dto.js';
import { RULES_MAX, RuleSchema } from '../routing/routing.dto.js';

/** Who would get a lead that comes in at an instant. The draft rules are checked by `checkRules`. */
export const PreviewBody = Type.Object(
  {
    lead: { ...LeadBody, description: 'A lead, as in `POST /v1/leads`.' },
    at: Type.Optional(Type.String({ format: 'instant', description: 'The instant of the decision; now by default.' })),
    rules: Type.Optional(
      Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'A draft instead of the saved rules.' }),
    ),
  },
  { additionalProperties: false },
);
export type PreviewBody = Static<typeof PreviewBody>;
