import { Type } from '@sinclair/typebox';
import { id, nullable, thing } from '../platform/answer.js';
import { TraceSchema } from '../routing/trace.schema.js';

export const RoutingPreviewSchema = thing('RoutingPreview', 'Who would get a lead.', {
  ownerId: nullable(id('The rep who would own it; null for a lead that would wait in the queue.')),
  poolId: nullable(id('The pool that it would come out of; null for none.')),
  rule: nullable(Type.String(), 'The name of the rule that matched; null for none.'),
  trace: nullable(TraceSchema, 'The decision; null for a lead that comes with its owner: nothing is decided.'),
});
