import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import { id, instant, pageOf, thing } from '../../platform/answer.js';
import { PolicyBody } from '../../sla/policy.dto.js';

export const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens if a promise is missed.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

export const PolicyPage = pageOf(PolicySchema);

export const PolicyOrderVersionSchema = thing('PolicyOrderVersion', 'The order in which policies are tried.', {
  policyIds: Type.Array(id('The id of a policy.'), {
    description: 'All policies, in the order in which they are tried.',
  }),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: instant('When it came into force.'),
});
