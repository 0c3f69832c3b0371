import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import { id, instant, pageOf, thing } from '../../platform/answer.js';
import { PolicyBody } from '../../sla/policy.dto.js';

export const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens when it is not kept.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

export const PolicyPage = pageOf(PolicySchema);

export const PolicyOrderVersionSchema = thing('PolicyOrderVersion', 'In which order policies were asked.', {
  policyIds: Type.Array(id('Of a policy.'), { description: 'All of them, the one that was asked first first.' }),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: instant('Since when it was so.'),
});
