import { type Static, Type } from '@sinclair/typebox';
import { LeadBody } from '../../leads/lead.dto.js';
import { PolicyShape } from '../../sla/policy.dto.js';

/** What a draft of a policy would mean for a lead that came in at an instant, if nobody ever touched it. */
export const PolicyPreviewBody = Type.Object(
  {
    policy: PolicyShape,
    lead: { ...LeadBody, description: 'A lead, as `POST /v1/leads` takes it.' },
    at: Type.Optional(Type.String({ format: 'instant', description: 'When it comes in; now by default.' })),
  },
  { additionalProperties: false },
);
export type PolicyPreviewBody = Static<typeof PolicyPreviewBody>;
