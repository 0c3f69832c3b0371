import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { oneOf } from '../../platform/answer.js';

const ANSWERABLE = ['sales', 'delivery', 'product', 'nobody'] as const;
export type Answerable = (typeof ANSWERABLE)[number];

export const ChurnReasonBody = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: '^[A-Za-z0-9_.-]+$',
      description: 'A code of letters, digits, dots, hyphens and underscores. Notices name the reason by it.',
    }),
    label: Type.String({ minLength: 1, maxLength: 200, description: 'What people read.' }),
    answerable: oneOf(ANSWERABLE, { description: 'Who could have kept the customer.' }),
  },
  { additionalProperties: false },
);
export type ChurnReasonBody = Static<typeof ChurnReasonBody>;

export const ChurnReasonSchema = resourceOf('ChurnReason', 'Why a customer leaves.', ChurnReasonBody);
