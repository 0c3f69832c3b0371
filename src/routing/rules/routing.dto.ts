import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../../conditions/condition.dto.js';
import { CATEGORIES } from '../../disposition/disposition.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { object, oneOf, optionalId, optionalOneOf, optionalText, text } from '../../platform/input/schema.js';
import { CONTINUE, ROUTING_MODES, RULE_EVENTS } from './rules.js';

export const RULES_MAX = 500;

const target = {
  poolId: optionalId('A pool, which deals the lead to one of its members.'),
  repId: optionalId('A rep, by name.'),
  queue: optionalText(
    100,
    'The name of a queue (`/v1/queues`), compared without case. The lead waits there until a person assigns it; it is not dealt out automatically.',
    { examples: ['review'] },
  ),
};
export const BOTH_TARGETS =
  'Both poolId and repId are given: leave out repId to have the pool deal it, or poolId to give it to that rep.';
const NO_TARGET =
  'Expected a poolId, whose members take turns, or a repId, who gets it, or a queue, where it waits for a person.';

const ASSIGN_FORMS =
  'Expected one of poolId, repId, queue and dispose, or accountOwner or companyOwner with otherwise.';

const AssignSchema = withFaultWords(
  object(
    {
      ...target,
      accountOwner: Type.Optional(
        Type.Union([Type.Literal(true), Type.Literal('sales'), Type.Literal('manager')], {
          description:
            'The owner of the account of the lead (`true`), or the rep with the role `sales` or `manager`. The account is found by an id in another system that it shares with the lead (`refs`), else by the domain of the company or of the e-mail address (its domain, its brand or a subdomain), else by a contact with the same e-mail address or phone number. A domain at which anybody can have an address identifies no company.',
        }),
      ),
      companyOwner: Type.Optional(
        Type.Literal(true, {
          description:
            'The rep with an open lead of the same company: the owner of the one that was assigned last. A company is known by its domain, as an account is, else by the domains and brands of the account of the lead.',
        }),
      ),
      dispose: Type.Optional(
        object(
          {
            category: oneOf(CATEGORIES, { description: 'The category of the reason.' }),
            reason: text(100, 'The code of a reason that requires nothing else.'),
          },
          {
            description:
              'Closes the lead with this reason as it comes in, without an owner, promise or notification. Such a rule is skipped for leads that come back or already wait.',
          },
        ),
      ),
      otherwise: Type.Optional(
        withFaultWords(
          Type.Union(
            [
              Type.Literal(CONTINUE),
              withFaultWords(
                object(target, {
                  minProperties: 1,
                  maxProperties: 1,
                  description: 'Exactly one of poolId, repId and queue.',
                }),
                {
                  minProperties: NO_TARGET,
                  maxProperties:
                    'An `otherwise` names one of a pool (poolId), a rep (repId) and a queue, and nothing else.',
                },
              ),
            ],
            {
              description:
                'With `accountOwner` or `companyOwner`: who gets leads that have no such owner, or whose owner cannot take them. `continue`: they go by the first rule below that matches, and by none that closes them if they have such an owner. Only for rules of leads that come in.',
            },
          ),
          { anyOf: 'Expected one of a pool (poolId), a rep (repId) and a queue, or "continue".' },
        ),
      ),
    },
    {
      minProperties: 1,
      maxProperties: 2,
      description:
        'The target of matching leads: poolId, repId or queue; accountOwner or companyOwner, each with otherwise; or dispose, which closes them.',
    },
  ),
  { minProperties: ASSIGN_FORMS, maxProperties: ASSIGN_FORMS },
);

const VALUES_MAX = 100;
const SKILLS_MAX = 20;
const skillText = { minLength: 1, maxLength: 100 } as const;

const RequiredSkillsSchema = Type.Record(
  Type.String(),
  Type.Union(
    [
      Type.Array(Type.String(skillText), { minItems: 1, maxItems: VALUES_MAX, description: 'One of these values.' }),
      object({
        field: Type.String({
          maxLength: 200,
          description: 'A field of the lead, as in conditions. A lead without it needs nothing of this skill.',
          examples: ['contact.language'],
        }),
      }),
    ],
    { description: 'A list of values, or an object with the `field` of the lead that holds the value.' },
  ),
  {
    propertyNames: skillText,
    maxProperties: SKILLS_MAX,
    description:
      'The skills that the owner of matching leads must have, also in fallback pools: for each, one of the values, or the value that the lead has in a field. Names and values compare without case.',
    examples: [{ language: { field: 'contact.language' }, product: ['crm', 'erp'] }],
  },
);

export const RuleSchema = object({
  name: text(200, 'Its name, which traces show.'),
  on: optionalOneOf(RULE_EVENTS, {
    description:
      'When the rule is evaluated: as a lead comes in (`intake`, the default; also when it comes back), or once an open lead reaches a milestone. Its owner then hands it over, and can still read it. A lead that no rule for its milestone matches stays with its owner.',
  }),
  when: ConditionSchema,
  assign: AssignSchema,
  requireSkills: Type.Optional(RequiredSkillsSchema),
  acceptWithin: Type.Optional(
    Type.String({
      format: 'duration',
      maxLength: 100,
      description:
        'For a rule for a milestone: the working time in which the new owner has to accept the lead, by `POST /v1/leads/{id}/acknowledge` or by a touch that counts. They are warned at 80 %; after the deadline, the lead moves on and their manager is notified. By default it need not be accepted.',
      examples: ['PT1H'],
    }),
  ),
});

/** `PUT /v1/routing`. The conditions are checked by `checkRules`. */
export const RoutingBody = object({
  rules: Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'The first that matches wins.' }),
  fallback: Type.Optional(
    object(
      {
        poolId: optionalId('The pool for such leads; without one they wait in the queue.'),
        queueOwnerId: optionalId('The rep who is notified of leads in the queue.'),
      },
      { description: 'Where a lead goes if no rule matches or nobody is eligible, and who is notified of the queue.' },
    ),
  ),
  mode: oneOf(ROUTING_MODES, {
    default: 'act',
    description:
      '`shadow`: the rules decide, but have no effect. Leads that name their owner go there as always; all others wait in the queue until the mode is `act`, and none is dealt out or handed over. `GET /v1/reports/shadow` shows what the rules would have done.',
  }),
  effectiveAt: Type.Optional(
    Type.String({
      format: 'instant',
      description:
        'When the rules take effect automatically: in the future, within 400 days. Until then they are `planned`, and replace rules planned before. By default they take effect at once, and planned rules are withdrawn.',
      examples: ['2026-04-01T06:00:00.000Z'],
    }),
  ),
});
export type RoutingBody = Static<typeof RoutingBody>;
