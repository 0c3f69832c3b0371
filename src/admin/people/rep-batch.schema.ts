import { type Static, Type } from '@sinclair/typebox';
import { id, oneOf, thing } from '../../platform/answer.js';
import { FaultSchema } from '../../platform/problem.schema.js';

const RepResultSchema = thing('RepResult', {
  index: Type.Integer({ minimum: 0, description: 'Which of the reps' }),
  status: oneOf(['created', 'replaced', 'unchanged', 'invalid']),
  id: Type.Optional(id()),
  errors: Type.Optional(Type.Array(FaultSchema, { description: 'Of one that is invalid' })),
});
export type RepResult = Static<typeof RepResultSchema>;

export const RepBatchResults = thing('RepBatchResults', { results: Type.Array(RepResultSchema) });
