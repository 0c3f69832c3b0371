import { type Static, Type } from '@sinclair/typebox';
import { id, instant, listOf, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { ASSIGNMENT_CAUSES } from '../../routing/assignment.js';
import { RoutingBody } from '../../routing/routing.dto.js';
import { TraceSchema } from '../../routing/trace.schema.js';

const { rules, fallback } = RoutingBody.properties;
const rule = nullable(Type.String(), { description: 'The name of the rule that matched; null for none' });

export const RulebookSchema = thing('Rulebook', {
  rules,
  fallback: Type.Optional(fallback, false),
  version: Type.Integer({ minimum: 0, description: 'Grows with every change, from 0: no rules. The strong `ETag`' }),
});

export const RoutingPreviewSchema = thing('RoutingPreview', {
  ownerId: nullable(id(), { description: 'Null for a lead that would wait in the queue' }),
  poolId: nullable(id()),
  rule,
  trace: nullable(TraceSchema, { description: 'Null for a lead that comes with its owner: nothing is decided' }),
});

const WaitingLeadSchema = thing('WaitingLead', {
  leadId: id(),
  since: instant(),
  poolId: nullable(id(), { description: 'The pool that it waits for' }),
  rule,
  why: Type.String({ description: 'One plain sentence' }),
  waiting: oneOf(['queue', 'move'], {
    description: '`queue`: it has no owner. `move`: its owner missed it, and keeps it until somebody else can take it',
  }),
});
export type WaitingView = Static<typeof WaitingLeadSchema>;

export const WaitingPage = pageOf(WaitingLeadSchema);

const AssignmentSchema = thing('Assignment', {
  id: id(),
  repId: nullable(id(), { description: 'Null while it stood in the queue' }),
  poolId: nullable(id()),
  rule,
  cause: oneOf(ASSIGNMENT_CAUSES, { description: 'What brought it there' }),
  reason: Type.Optional(Type.String({ description: 'In the words of the person who decided it' })),
  cycle: Type.Integer({ minimum: 1 }),
  from: instant(),
  until: nullable(instant(), { description: 'Null for the present one' }),
  trace: nullable(TraceSchema, { description: 'Null where nothing was decided: given, or moved by hand to a rep' }),
});

/** Who had a lead, and why. */
export const RoutingHistory = listOf(AssignmentSchema);
