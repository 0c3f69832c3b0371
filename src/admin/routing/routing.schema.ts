import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../../disposition/disposition.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { WAITINGS } from '../../leads/lead.js';
import { PageQuery } from '../../platform/http/page.js';
import { AuthorSchema } from '../../platform/input/actor.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalText,
  pageOf,
} from '../../platform/input/schema.js';
import { ASSIGNMENT_CAUSES } from '../../routing/assignments/assignment.js';
import { TraceSchema } from '../../routing/deciding/trace.schema.js';
import { RoutingBody } from '../../routing/rules/routing.dto.js';
import { SHADOWED } from '../../routing/rules/shadow.schema.js';

const { rules, fallback, mode } = RoutingBody.properties;
const rule = nullable(Type.String(), 'The name of the rule that matched; null for none.');

export const RulebookSchema = objectSchema('Rulebook', 'The routing rules.', {
  rules,
  fallback: Type.Optional(fallback, false),
  mode,
  version: Type.Integer({ minimum: 0, description: 'Grows with every change, from 0: no rules.' }),
  planned: Type.Optional(
    objectSchema('PlannedRulebook', 'The rules that take effect at an instant.', {
      effectiveAt: instant('When they take effect.'),
      rules,
      fallback: Type.Optional(fallback, false),
      mode,
      version: Type.Integer({ minimum: 1, description: 'The version that they become.' }),
      restores: Type.Optional(Type.Integer({ minimum: 1, description: 'The earlier version that they restore.' })),
      plannedAt: instant('When they were planned.'),
      by: AuthorSchema,
    }),
  ),
  ...WARNINGS,
});

const WaitingLeadSchema = objectSchema('WaitingLead', 'A lead that waits for an owner.', {
  leadId: id('The lead.'),
  name: nullable(Type.String(), 'The name of the contact, else of the company; null if neither is known.'),
  ownerId: nullable(id('Its owner, who keeps it until somebody else can take it (`move`); null for none.')),
  since: instant('When it began to wait.'),
  poolId: nullable(id('The pool that it waits for; null for none.')),
  queue: nullable(Type.String(), 'The named queue in which it waits for a person; null for none.'),
  outBy: nullable(
    instant(
      'By when it has to be out of this queue, by the present `within` of the queue and the working time of its owner; null if the queue promises nothing.',
    ),
  ),
  overdue: Type.Boolean({ description: 'Whether that time is over.' }),
  rule,
  why: Type.String({ description: 'The reason, in one sentence.' }),
  waiting: oneOf(WAITINGS, {
    description:
      '`queue`: it has no owner. `move`: its owner missed a promise, and keeps the lead until somebody else can take it. `claim`: it is offered to the members of its pool.',
  }),
  test: Type.Boolean({ description: 'Whether it is a test lead.' }),
});
export type WaitingView = Static<typeof WaitingLeadSchema>;

export const WaitingQuery = object({
  ...PageQuery,
  queue: optionalText(100, 'Those in this named queue, compared without case.', { examples: ['review'] }),
});
export type WaitingQuery = Static<typeof WaitingQuery>;

export const WaitingPage = pageOf(WaitingLeadSchema);

const AssignmentSchema = objectSchema(
  'Assignment',
  'The time for which a rep owned a lead, or for which it was in the queue.',
  {
    id: id('The id of the assignment.'),
    repId: nullable(id('The owner; null for the queue.')),
    poolId: nullable(id('The pool that dealt it; null for none.')),
    queue: Type.Optional(Type.String({ description: 'The named queue in which it waited; absent for none.' })),
    rule,
    cause: oneOf(ASSIGNMENT_CAUSES, { description: 'The cause.' }),
    reason: Type.Optional(Type.String({ description: 'The reason that was given for the decision.' })),
    by: nullable(
      AuthorSchema,
      'Who caused it, such as the person who moved the lead; null if that event is no longer stored.',
    ),
    cycle: Type.Integer({
      minimum: 1,
      description: 'The cycle of the lead: 1 at first, one more whenever the lead comes back.',
    }),
    from: instant('Since when.'),
    until: nullable(instant('When it ended; null for the current one.')),
    trace: nullable(
      TraceSchema,
      'The routing decision; null if there was none, because the request or a person named the rep.',
    ),
    stayed: Type.Optional(
      Type.Object(
        { at: instant('When.'), trace: nullable(TraceSchema, 'The decision.') },
        {
          description:
            'The latest decision to leave the lead with its owner, who had missed a promise, because nobody else could take it.',
        },
      ),
    ),
  },
);

export const RoutingHistory = objectSchema('RoutingHistory', 'Who had a lead, and why.', {
  data: Type.Array(AssignmentSchema, { description: 'Newest first.' }),
  closed: Type.Optional(
    objectSchema('ClosedByRule', 'A rule closed it as it came in, so there is no decision about owners.', {
      at: instant('When.'),
      rule: Type.String({ description: 'The name of the rule.' }),
      category: oneOf(CATEGORIES, { description: 'The category of the reason.' }),
      reason: Type.String({ description: 'The code of the reason.' }),
      because: Type.String({ description: 'Why, in a sentence.' }),
    }),
  ),
  shadow: Type.Optional(
    objectSchema(
      'ShadowDecision',
      'What the rules would have done with a lead that came in while they were in shadow.',
      {
        at: instant('When it came in.'),
        ...SHADOWED,
        trace: nullable(TraceSchema, 'The decision; null if a rule would have closed the lead, or it was erased.'),
      },
    ),
  ),
});
