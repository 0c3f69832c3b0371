import { type Static, Type } from '@sinclair/typebox';
import { id, oneOf, thing } from '../../platform/answer.js';
import { FaultSchema } from '../../platform/problem.schema.js';

const RepResultSchema = thing('RepResult', 'What became of one rep.', {
  index: Type.Integer({ minimum: 0, description: 'Its place among the reps sent, from 0.' }),
  status: oneOf(['created', 'replaced', 'unchanged', 'invalid'], { description: 'What was done.' }),
  id: Type.Optional(id('Of the rep; absent when it is invalid.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; nothing of it is kept.' }),
  ),
});
export type RepResult = Static<typeof RepResultSchema>;

export const RepBatchResults = thing('RepBatchResults', 'What became of a batch of reps.', {
  results: Type.Array(RepResultSchema, { description: 'One for each, in their order.' }),
});
