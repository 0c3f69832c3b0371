import type { Warning } from '../documents/warning.schema.js';
import { teamsOfReps } from '../people/second-team.js';
import { step } from '../platform/fault.js';
import type { PoolEntity } from '../routing/pool.entity.js';
import { poolChain } from '../routing/roster.js';
import type { DirectoryContent } from './directory.js';

export const ODDITY_CODES = [
  'ruleWithoutAnybody',
  'fallbackWithoutAnybody',
  'ruleHidden',
  'policyHidden',
  'repWithoutPool',
  'repInTwoTeams',
] as const;

/** Where it stands: whoever saves that is warned of it. */
type Place =
  | { readonly in: 'routing'; readonly pointer: string }
  | { readonly in: 'policies'; readonly hiddenId: string; readonly hidingId: string }
  | { readonly in: 'people' };

export interface Oddity {
  readonly code: (typeof ODDITY_CODES)[number];
  /** What it means, and the request that mends it. */
  readonly text: string;
  readonly place: Place;
}

/** What works, but hardly as it was meant, each with the request that mends it. */
export function odditiesIn(content: DirectoryContent): Oddity[] {
  return [...deadEnds(content), ...hidden(content), ...astray(content)];
}

/** Of the routing rules, for whoever saves them. */
export function warningsOfRouting(content: DirectoryContent): Warning[] {
  return [...deadEnds(content), ...hidden(content)].flatMap(({ text, place }) =>
    place.in === 'routing' ? [{ pointer: place.pointer, message: text }] : [],
  );
}

/** Of a policy, for whoever saves it: another hides it as a whole, or its condition hides others. */
export function warningsOfPolicy(content: DirectoryContent, id: string): Warning[] {
  return hidden(content).flatMap(({ text, place }) => {
    if (place.in !== 'policies') return [];
    if (place.hiddenId === id) return [{ pointer: '', message: text }];
    return place.hidingId === id ? [{ pointer: '/when', message: text }] : [];
  });
}

/** Rules and the fallback that lead to nobody. */
function deadEnds({ reps, pools, rulebook }: DirectoryContent): Oddity[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const isStaffed = (pool: PoolEntity) => pool.members.some(({ repId }) => isActive(repId));
  const leadsNowhere = (poolId: string) =>
    !poolChain({ pools, fallbackPoolId: rulebook.fallbackPoolId }, poolId).some(isStaffed);
  const rules = [...rulebook.rules.entries()].filter(([, { assign }]) =>
    'poolId' in assign ? leadsNowhere(assign.poolId) : !isActive(assign.repId),
  );
  const { fallbackPoolId } = rulebook;
  const canFallBack = fallbackPoolId !== null && !leadsNowhere(fallbackPoolId);
  return [
    ...rules.map(
      ([index, { name, assign }]): Oddity => ({
        code: 'ruleWithoutAnybody',
        place: { in: 'routing', pointer: `/rules${step(index)}/assign` },
        text:
          'poolId' in assign
            ? `The rule "${name}" leads to nobody who is active, so its leads wait: PUT /v1/pools/{id} with members, or PUT /v1/routing.`
            : `The rule "${name}" names somebody who is not active, so its leads ${canFallBack ? 'go to the fallback pool' : 'wait'}: PUT /v1/routing.`,
      }),
    ),
    ...(fallbackPoolId !== null && !isStaffed(pools.get(fallbackPoolId)!)
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

/** What is never asked, because something before it matches every lead. */
function hidden({ rulebook, policies }: DirectoryContent): Oddity[] {
  const rule = rulebook.rules.findIndex(({ condition }) => condition.matchesAll);
  const policy = policies.findIndex(({ when }) => when.matchesAll);
  return [
    ...after(rulebook.rules, rule).map(
      ({ name }, index): Oddity => ({
        code: 'ruleHidden',
        place: { in: 'routing', pointer: `/rules${step(rule + 1 + index)}` },
        text: `The rule "${name}" never gets a lead, because "${rulebook.rules[rule]!.name}" before it matches all of them: PUT /v1/routing in another order.`,
      }),
    ),
    ...after(policies, policy).map(
      ({ policy: { id, name } }): Oddity => ({
        code: 'policyHidden',
        place: { in: 'policies', hiddenId: id, hidingId: policies[policy]!.policy.id },
        text: `The policy "${name}" never holds, because "${policies[policy]!.policy.name}" before it matches every lead: PUT /v1/sla-policies/order.`,
      }),
    ),
  ];
}

/** Reps who get no leads from anywhere, or who are in several teams. */
function astray({ reps, pools, teams, rulebook }: DirectoryContent): Oddity[] {
  const isServed = new Set([
    ...[...pools.values()].flatMap(({ members }) => members.map(({ repId }) => repId)),
    ...rulebook.rules.flatMap(({ assign }) => ('repId' in assign ? [assign.repId] : [])),
  ]);
  const manages = new Set([
    ...[...reps.values()].map(({ managerId }) => managerId),
    ...teams.map(({ managerId }) => managerId),
    rulebook.queueOwnerId,
  ]);
  const active = [...reps.values()].filter((rep) => rep.active);
  const poolless = active.filter(({ id }) => !isServed.has(id) && !manages.has(id));
  const teamsOf = teamsOfReps(teams);
  const torn = active.filter(({ id }) => (teamsOf.get(id) ?? []).length > 1);
  return [
    ...poolless.map(
      ({ name }): Oddity => ({
        code: 'repWithoutPool',
        place: { in: 'people' },
        text: `${name} is in no pool and named by no rule, so they get no leads: PUT /v1/pools/{id} with them as a member.`,
      }),
    ),
    ...torn.map(
      ({ id, name }): Oddity => ({
        code: 'repInTwoTeams',
        place: { in: 'people' },
        text: `${name} is in more than one team, and the manager and the calendar of ${teamsOf.get(id)![0]!.name}, which was made first, hold for them: PUT /v1/teams/{id} without them.`,
      }),
    ),
  ];
}

function after<Thing>(things: readonly Thing[], index: number): readonly Thing[] {
  return index === -1 ? [] : things.slice(index + 1);
}
