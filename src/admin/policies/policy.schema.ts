import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import { pageOf } from '../../platform/schema.js';
import { PolicyBody } from '../../sla/policy.dto.js';

export const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens if a promise is missed.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

export const PolicyPage = pageOf(PolicySchema);
