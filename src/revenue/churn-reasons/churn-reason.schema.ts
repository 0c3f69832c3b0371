import { type Static } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { object, oneOf, text } from '../../platform/input/schema.js';

const ANSWERABLE = ['sales', 'delivery', 'product', 'nobody'] as const;
export type Answerable = (typeof ANSWERABLE)[number];

export const ChurnReasonBody = object({
  code: text(100, 'A code of letters, digits, dots, hyphens and underscores. Notices name the reason by it.', {
    pattern: '^[A-Za-z0-9_.-]+$',
  }),
  label: text(200, 'What people read.'),
  answerable: oneOf(ANSWERABLE, { description: 'Who could have kept the customer.' }),
});
export type ChurnReasonBody = Static<typeof ChurnReasonBody>;

export const ChurnReasonSchema = resourceOf('ChurnReason', 'Why a customer leaves.', ChurnReasonBody);
