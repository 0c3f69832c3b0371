import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/disposition.js';
import { LeadBody } from '../leads/lead.dto.js';
import { id, nullable, object, objectSchema, oneOf, optionalInstant, optionalOneOf } from '../platform/input/schema.js';
import { TraceSchema } from '../routing/deciding/trace.schema.js';
import { RULES_MAX, RuleSchema } from '../routing/rules/routing.dto.js';
import { RULE_EVENTS } from '../routing/rules/rules.js';

/** A request for who would get a lead. Draft rules are validated by `faultsOfRules`. */
export const RoutingPreviewBody = object({
  lead: { ...LeadBody, description: 'A lead, as in `POST /v1/leads`.' },
  at: optionalInstant(
    'The instant of the decision, with the offboardings and rules that are planned until then; now by default.',
  ),
  on: optionalOneOf(RULE_EVENTS, {
    description: 'The event for which it is routed: `intake` by default, or a milestone that it reaches.',
  }),
  rules: Type.Optional(
    Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'A draft instead of the saved rules.' }),
  ),
});
export type RoutingPreviewBody = Static<typeof RoutingPreviewBody>;

export const RoutingPreviewSchema = objectSchema('RoutingPreview', 'Who would get a lead.', {
  ownerId: nullable(id('The rep who would own it; null for the queue.')),
  poolId: nullable(id('The pool that it would come out of; null for none.')),
  rule: nullable(Type.String(), 'The name of the rule that matched; null for none.'),
  queue: Type.Optional(
    Type.String({ description: 'The named queue in which it would wait for a person; absent for none.' }),
  ),
  suppressionId: Type.Optional(
    id('The suppression that would close it as it comes in; absent if the person is not suppressed.'),
  ),
  dispose: Type.Optional(
    Type.Object(
      {
        category: oneOf(CATEGORIES, { description: 'The category of the reason.' }),
        reason: Type.String({ description: 'The code of the reason.' }),
      },
      { description: 'With what the rule would close it; absent if it does not.' },
    ),
  ),
  trace: nullable(
    TraceSchema,
    'The decision; null for a lead that names its owner, or whose person is suppressed. For a lead that is closed, the result of each rule.',
  ),
});
