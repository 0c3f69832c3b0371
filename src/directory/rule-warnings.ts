import { contradictedIn, covers } from '../conditions/coverage.js';
import type { Warning } from '../documents/version.schema.js';
import { step } from '../platform/input/fault.js';
import { poolChain } from '../routing/deciding/roster.js';
import { hasAny, lackedBy, skillInWords } from '../routing/pools/skills.js';
import type { CompiledRule } from '../routing/rules/rules.js';
import type { ConfigurationWarning } from './configuration-warning.js';
import type { DirectoryContent, KnownPool } from './directory.js';

/** Warns of rules whose pool has no active member, so that another pool gets all of their leads. */
export function toIdlePools({ reps, pools, rulebook }: DirectoryContent): Warning[] {
  const { fallbackPoolId } = rulebook;
  return [...rulebook.rules.entries()].flatMap(([index, { name, assign, accountRole, asksCompany }]) => {
    const chain = assign !== null && 'poolId' in assign ? poolChain({ pools, fallbackPoolId }, assign.poolId) : [];
    const [first] = chain;
    const next = chain.find((pool) => isStaffed(pool, reps));
    if (first === undefined || next === undefined || next === first) return [];
    const isOtherwise = accountRole !== null || asksCompany;
    const pointer = `/rules${step(index)}/assign${isOtherwise ? '/otherwise' : ''}/poolId`;
    const message = `The pool "${first.name}" of the rule "${name}" has no active member, so its leads go to "${next.name}": PUT /v1/pools/${first.id} with members.`;
    return [{ pointer, message }];
  });
}

export function isStaffed({ members }: KnownPool, reps: DirectoryContent['reps']): boolean {
  return members.some(({ repId }) => reps.get(repId)?.active === true);
}

/** Warns of rules, and of a fallback pool, that lead to no active rep. */
export function deadEndWarnings({ reps, pools, rulebook }: DirectoryContent): ConfigurationWarning[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const leadsNowhere = (poolId: string) =>
    !poolChain({ pools, fallbackPoolId: rulebook.fallbackPoolId }, poolId).some((pool) => isStaffed(pool, reps));
  const rules = [...rulebook.rules.entries()].flatMap(([index, { name, assign }]) => {
    if (assign === null || 'queueId' in assign) return [];
    const isDead = 'poolId' in assign ? leadsNowhere(assign.poolId) : !isActive(assign.repId);
    return isDead ? [{ index, name, assign }] : [];
  });
  const { fallbackPoolId } = rulebook;
  const canFallBack = fallbackPoolId !== null && !leadsNowhere(fallbackPoolId);
  return [
    ...rules.map(
      ({ index, name, assign }): ConfigurationWarning => ({
        code: 'ruleWithoutAnybody',
        place: { in: 'routing', pointer: `/rules${step(index)}/assign` },
        text:
          'poolId' in assign
            ? `The rule "${name}" leads to no active rep, so its leads wait: PUT /v1/pools/{id} with members, or PUT /v1/routing.`
            : `The rule "${name}" names a rep who is not active, so its leads ${canFallBack ? 'go to the fallback pool' : 'wait'}: PUT /v1/routing.`,
      }),
    ),
    ...(fallbackPoolId !== null && !isStaffed(pools.get(fallbackPoolId)!, reps)
      ? [
          {
            code: 'fallbackWithoutAnybody' as const,
            place: { in: 'routing', pointer: '/fallback/poolId' } as const,
            text: `The fallback pool "${pools.get(fallbackPoolId)!.name}" has no active member: PUT /v1/pools/{id} with members.`,
          },
        ]
      : []),
  ];
}

/** Warns of rules that require skills which none of the reps they lead to has. */
export function skillWarnings(content: DirectoryContent): ConfigurationWarning[] {
  return [...content.rulebook.rules.entries()].flatMap(([index, { name, assign, skills }]) => {
    if (assign === null || 'queueId' in assign || skills === null) return [];
    const people = peopleOf(assign, content).filter(({ active }) => active);
    const lacked = skills.fixed.find((needed) => people.every((rep) => lackedBy(rep.skills, [needed]) !== undefined));
    const unknown = skills.fromFields.find(({ skill }) => !people.some((rep) => hasAny(rep.skills, skill)));
    const skill = lacked?.skill ?? unknown?.skill;
    if (skill === undefined) return [];
    const lacking =
      lacked === undefined
        ? `the ${skill} that a lead states in ${unknown!.field}, but no rep to whom it leads has any, so such leads`
        : `${skillInWords(lacked)}, but no rep to whom it leads has it, so its leads`;
    const text = `The rule "${name}" asks for ${lacking} wait: PUT /v1/reps/{id} with \`skills\`, or PUT /v1/routing.`;
    const pointer = `/rules${step(index)}/requireSkills${step(skill)}`;
    return [{ code: 'skillNobodyHas' as const, place: { in: 'routing' as const, pointer }, text }];
  });
}

function peopleOf(assign: { readonly repId: string } | { readonly poolId: string }, content: DirectoryContent) {
  const { reps, pools, rulebook } = content;
  const poolId = 'poolId' in assign ? assign.poolId : null;
  const chain = poolChain({ pools, fallbackPoolId: rulebook.fallbackPoolId }, poolId);
  const members = chain.flatMap((pool) => pool.members.map(({ repId }) => repId));
  return ('repId' in assign ? [assign.repId, ...members] : members).flatMap((id) => reps.get(id) ?? []);
}

/** Warns of rules whose conditions contradict each other, so that no lead can match. */
export function impossible({ rulebook }: DirectoryContent): ConfigurationWarning[] {
  return [...rulebook.rules.entries()].flatMap(([index, { name, asked }]) => {
    const field = contradictedIn(asked);
    if (field === null) return [];
    const text = `No lead matches the rule "${name}", because its conditions on ${field} contradict each other: PUT /v1/routing with another \`when\`.`;
    return [
      {
        code: 'ruleImpossible' as const,
        place: { in: 'routing' as const, pointer: `/rules${step(index)}/when` },
        text,
      },
    ];
  });
}

/** Warns that the rules are in shadow mode; not returned by a save of the rules, which set the mode. */
export function inShadow({ rulebook }: DirectoryContent): ConfigurationWarning[] {
  if (!rulebook.isShadow) return [];
  const text =
    'The routing rules are in shadow: they only say what they would do (GET /v1/reports/shadow), and leads without a given owner wait in the queue. To have them act: PUT /v1/routing with mode act.';
  return [{ code: 'rulesInShadow', place: { in: 'routing', pointer: '/mode' }, text }];
}

/** Warns of rules and policies that are never reached, because an earlier one matches all leads that they would. */
export function hidden({ rulebook: { rules }, policies }: DirectoryContent): ConfigurationWarning[] {
  const policy = policies.findIndex(({ when }) => when.matchesAll);
  // A policy with promises about deals need not match leads.
  const unneeded = after(policies, policy).filter(({ policy: each }) => each.renewal === null && each.deals === null);
  return [
    ...rules.flatMap((rule, index): ConfigurationWarning[] => {
      const before = rules.slice(0, index).find((each) => hides(each, rule));
      if (before === undefined) return [];
      const every = before.condition.matchesAll ? 'every lead' : 'every lead that it would match';
      return [
        {
          code: 'ruleHidden',
          place: { in: 'routing', pointer: `/rules${step(index)}` },
          text: `No lead gets to the rule "${rule.name}", because "${before.name}" comes before it and matches ${every}. To change the order: PUT /v1/routing.`,
        },
      ];
    }),
    ...unneeded.map(
      ({ policy: { id, name } }): ConfigurationWarning => ({
        code: 'policyHidden',
        place: { in: 'policies', pointers: { [id]: [''], [policies[policy]!.policy.id]: ['/when'] } },
        text: `No lead gets the policy "${name}", because "${policies[policy]!.policy.name}" comes before it and matches every lead. To change the order: PUT /v1/sla-policies/order.`,
      }),
    ),
  ];
}

/** Rules for other events are evaluated separately, some go on, and leads that come back skip rules that close leads. */
function hides(before: CompiledRule, rule: CompiledRule): boolean {
  if (before.on !== rule.on || before.goesOn || (before.closes !== null && rule.closes === null)) return false;
  return before.condition.matchesAll || covers(before.asked, rule.asked);
}

function after<Thing>(things: readonly Thing[], index: number): readonly Thing[] {
  return index === -1 ? [] : things.slice(index + 1);
}
