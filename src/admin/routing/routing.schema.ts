import { type Static, Type } from '@sinclair/typebox';
import { WARNINGS } from '../../documents/version.schema.js';
import { id, instant, listOf, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { ASSIGNMENT_CAUSES } from '../../routing/assignment.js';
import { RoutingBody } from '../../routing/routing.dto.js';
import { TraceSchema } from '../../routing/trace.schema.js';

const { rules, fallback } = RoutingBody.properties;
const rule = nullable(Type.String(), 'The name of the rule that matched; null for none.');

export const RulebookSchema = thing('Rulebook', 'The routing rules.', {
  rules,
  fallback: Type.Optional(fallback, false),
  version: Type.Integer({ minimum: 0, description: 'Grows with every change, from 0: no rules.' }),
  ...WARNINGS,
});

const WaitingLeadSchema = thing('WaitingLead', 'A lead that waits for somebody.', {
  leadId: id('The lead.'),
  since: instant('Since when it waits.'),
  poolId: nullable(id('The pool that it waits for; null for none.')),
  rule,
  why: Type.String({ description: 'The reason, in one plain sentence.' }),
  waiting: oneOf(['queue', 'move'], {
    description: '`queue`: it has no owner. `move`: its owner missed it, and keeps it until somebody else can take it.',
  }),
  test: Type.Boolean({ description: 'Whether it is a test lead.' }),
});
export type WaitingView = Static<typeof WaitingLeadSchema>;

export const WaitingPage = pageOf(WaitingLeadSchema);

const AssignmentSchema = thing('Assignment', 'Somebody’s time with a lead, or its time in the queue.', {
  id: id('Of the assignment.'),
  repId: nullable(id('Who had it; null while it stood in the queue.')),
  poolId: nullable(id('The pool that it came out of; null for none.')),
  rule,
  cause: oneOf(ASSIGNMENT_CAUSES, { description: 'What brought it there.' }),
  reason: Type.Optional(Type.String({ description: 'In the words of the person who decided it.' })),
  cycle: Type.Integer({
    minimum: 1,
    description: 'Of the lead: it counts from 1, and grows when the lead comes back.',
  }),
  from: instant('Since when.'),
  until: nullable(instant('Until when; null for the present one.')),
  trace: nullable(TraceSchema, 'The decision; null where nothing was decided: given, or moved by hand to a rep.'),
  stayed: Type.Optional(
    Type.Object(
      { at: instant('When.'), trace: nullable(TraceSchema, 'How that was decided.') },
      {
        description:
          'Its owner missed it, and nobody else could take it: it stayed where it was. The latest such decision while they had it.',
      },
    ),
  ),
});

/** Who had a lead, and why. */
export const RoutingHistory = listOf(AssignmentSchema);
