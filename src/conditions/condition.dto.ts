import { Type } from '@sinclair/typebox';
import { ROOTS } from './condition-language.js';
import { PATTERNS_IN_WORDS } from './pattern.js';

/**
 * Only a description: a JSON schema can express neither the limits of nesting nor the operators of each field.
 * `checkCondition` validates it and reports all faults.
 */
export const ConditionSchema = Type.Unknown({
  title: 'Condition',
  description: [
    'A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at',
    'most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains,',
    `startsWith, endsWith (at most 200 characters), exists, missing, matches (${PATTERNS_IN_WORDS}).`,
    'inList, notInList (the value is the id of a list, `/v1/lists`).',
    'Text compares without case and has no order. A missing value satisfies only missing, ne, notIn and notInList. Fields begin with',
    `${ROOTS.join(', ')}.`,
    'attributes.* have no declared type: a comparison with another type is false.',
  ].join(' '),
  examples: [
    {
      all: [
        { field: 'company.country', op: 'in', value: ['DE', 'AT', 'CH'] },
        { field: 'company.employees', op: 'gte', value: 500 },
      ],
    },
  ],
});
