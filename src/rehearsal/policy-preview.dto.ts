import { type Static, Type } from '@sinclair/typebox';
import { TouchBody } from '../leads/activity.dto.js';
import { LeadBody } from '../leads/lead.dto.js';
import { PolicyShape } from '../sla/policy.dto.js';
import { AHEAD_MAX_DAYS, TOUCHES_MAX } from './policy-preview.js';

const AssumedTouch = Type.Object(
  {
    ...TouchBody.properties,
    occurredAt: Type.String({ format: 'instant', description: 'When it happens, and is reported.' }),
  },
  { additionalProperties: false },
);

/** What a policy would mean for a lead that is imagined, or for one that there is. */
export const PolicyPreviewBody = Type.Object(
  {
    policy: Type.Optional({
      ...PolicyShape,
      description: 'A draft. For a real lead it may be left out; its own policy then applies.',
    }),
    lead: Type.Optional({
      ...LeadBody,
      description: 'An imaginary lead, as in `POST /v1/leads`; either this or `leadId`.',
    }),
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'A real lead.' })),
    at: Type.Optional(
      Type.String({
        format: 'instant',
        description:
          'When the imaginary lead comes in, or from when on the real one is simulated (not in the past); now by default.',
      }),
    ),
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: `How far to look ahead; ${AHEAD_MAX_DAYS} days by default, which is the most.`,
      }),
    ),
    touches: Type.Array(AssumedTouch, {
      default: [],
      maxItems: TOUCHES_MAX,
      description: 'Assumed touches, in any order.',
    }),
  },
  { additionalProperties: false },
);
export type PolicyPreviewBody = Static<typeof PolicyPreviewBody>;
export type AssumedTouch = Static<typeof AssumedTouch>;
