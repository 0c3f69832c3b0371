import { Type } from '@sinclair/typebox';
import { objectSchema } from '../platform/input/schema.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const CrmTakenSchema = objectSchema('CrmTaken', 'The result of a request from a CRM.', {
  taken: count('Objects that were created or updated, or are already up to date.'),
  outdated: count('Objects that are older than what is stored.'),
  passedOver: count('Objects that do not meet the conditions of the mapping.'),
  refused: count(
    'Objects that could not be read, listed in `…/refusals`. A request whose list is missing or has more than 500 objects counts as one.',
  ),
  isRepeated: Type.Boolean({
    description: 'True if the same request was processed before, so that nothing is done again.',
  }),
});

/** The mapping of the connection decides what it contains. */
export const CrmPayload = Type.Unsafe<unknown>({
  description: 'Any JSON from the CRM, read by the mapping of its connection.',
});
