import { covers } from '../conditions/condition.js';
import type { Warning } from '../documents/version.schema.js';
import { teamsOfReps } from '../people/rep-batch.js';
import { step } from '../platform/fault.js';
import { poolChain } from '../routing/roster.js';
import { type CompiledRule, queueOf, repsOfRules } from '../routing/rules.js';
import { lackedBy, skillInWords } from '../routing/skills.js';
import type { EscalationTarget } from '../sla/policy.js';
import type { DirectoryContent, KnownPool } from './directory.js';
import { chainsOf, leadHoursWarnings, policyWarnings } from './policy-warnings.js';

export const ODDITY_CODES = [
  'ruleWithoutAnybody',
  'fallbackWithoutAnybody',
  'queueWithoutOwner',
  'skillNobodyHas',
  'ruleHidden',
  'rulesInShadow',
  'policyHidden',
  'policyWithoutManagers',
  'policyMovesNowhere',
  'unreachableUnproven',
  'policyWithRetiredReason',
  'leadHoursWithoutEffect',
  'leadHoursNeverMet',
  'repWithoutPool',
  'repInTwoTeams',
] as const;

/** So many people are named; of the rest, how many there are. */
const NAMED_MAX = 5;

/** Where it stands: whoever saves that is warned of it. */
type Place =
  | { readonly in: 'routing'; readonly pointer: string }
  /** Into each policy whose answer is to say it. */
  | { readonly in: 'policies'; readonly pointers: Readonly<Record<string, readonly string[]>> }
  /** Of a queue, and of the rep who owned it. */
  | { readonly in: 'queues'; readonly queueId: string; readonly ownerRepId: string | null }
  | { readonly in: 'people' };

export interface ConfigurationWarning {
  readonly code: (typeof ODDITY_CODES)[number];
  /** What it means, and the request that mends it. */
  readonly text: string;
  readonly place: Place;
}

/**
 * What works, but hardly as it was meant, each with the request that mends it.
 * @param busy reps whose work is no leads, so that none of them has to get any
 */
export function warningsIn(content: DirectoryContent, busy: ReadonlySet<string>): ConfigurationWarning[] {
  return [
    ...deadEnds(content),
    ...unowned(content),
    ...ofFormerOwner(content),
    ...unskilled(content),
    ...hidden(content),
    ...inShadow(content),
    ...unmanaged(content),
    ...ofPolicies(content),
    ...astray(content, busy),
  ];
}

const NO_QUEUE_OWNER: Warning = {
  pointer: '/fallback/queueOwnerId',
  message:
    'Nobody is told of leads that wait, because `fallback.queueOwnerId` is not set: PUT /v1/routing with the id of a rep.',
};

/** Of the routing rules, for whoever saves them. */
export function warningsOfRouting(content: DirectoryContent): Warning[] {
  const found = [...deadEnds(content), ...ofFormerOwner(content), ...unskilled(content), ...hidden(content)];
  const odd = found.flatMap(({ text, place }) =>
    place.in === 'routing' ? [{ pointer: place.pointer, message: text }] : [],
  );
  odd.push(...toUnownedQueues(content), ...toIdlePools(content));
  return content.rulebook.queueOwnerId === null ? [...odd, NO_QUEUE_OWNER] : odd;
}

/** Of a queue, for whoever saves it: nobody active owns it. */
export function warningsOfQueue(content: DirectoryContent, id: string): Warning[] {
  return unowned(content).flatMap(({ text, place }) =>
    place.in === 'queues' && place.queueId === id ? [{ pointer: '/ownerRepId', message: text }] : [],
  );
}

/** Of a pool, for whoever saves it: none of its members is active. */
export function warningsOfPool({ reps, pools }: DirectoryContent, id: string): Warning[] {
  const pool = pools.get(id);
  if (pool === undefined || pool.members.length === 0 || isStaffed(pool, reps)) return [];
  const message = `No member of the pool "${pool.name}" is active, so it deals leads to nobody: PUT /v1/pools/${id} with members who are.`;
  return [{ pointer: '/members', message }];
}

/** Of a rep, for whoever sets them inactive: queues that they own. */
export function warningsOfRep(content: DirectoryContent, id: string): Warning[] {
  const former = content.rulebook.queueOwnerId === id ? ofFormerOwner(content) : [];
  const owned = unowned(content).filter(({ place }) => place.in === 'queues' && place.ownerRepId === id);
  return [...owned, ...former].map(({ text }) => ({ pointer: '/active', message: text }));
}

/** The owner of the queue of all leads, where they have left. */
function ofFormerOwner({ reps, rulebook: { queueOwnerId } }: DirectoryContent): ConfigurationWarning[] {
  const owner = reps.get(queueOwnerId ?? '');
  if (owner === undefined || owner.active) return [];
  const text = `The owner of the queue is ${owner.name}, who is not active, so nobody is told of leads that wait: PUT /v1/routing with the id of another rep as \`fallback.queueOwnerId\`.`;
  return [{ code: 'queueWithoutOwner', place: { in: 'routing', pointer: '/fallback/queueOwnerId' }, text }];
}

/**
 * Of a policy, for whoever saves it: another hides it as a whole, its condition hides others, or it tells the manager of
 * a manager where there is none, moves leads to nobody, proves nothing by its cadence, or counts hours of the lead that
 * change nothing or never come.
 */
export function warningsOfPolicy(content: DirectoryContent, id: string): Warning[] {
  return [...hidden(content), ...unmanaged(content), ...ofPolicies(content)].flatMap(({ text, place }) =>
    place.in === 'policies' ? (place.pointers[id] ?? []).map((pointer) => ({ pointer, message: text })) : [],
  );
}

/** Queues that rules send leads to and nobody owns, and those whose owners have left. */
function unowned({ reps, queues, rulebook }: DirectoryContent): ConfigurationWarning[] {
  const sentTo = new Set(rulebook.rules.flatMap(({ assign }) => queueOf(assign)?.queueId ?? []));
  const { queueOwnerId } = rulebook;
  const isActive = (repId: string | null) => repId !== null && reps.get(repId)?.active === true;
  return [...queues.values()]
    .filter(({ id, ownerRepId }) => !isActive(ownerRepId) && (ownerRepId !== null || sentTo.has(id)))
    .map(({ id, name, ownerRepId }) => {
      const why = ownerRepId === null ? 'has no owner' : `is owned by ${reps.get(ownerRepId)!.name}, who is not active`;
      const instead = isActive(queueOwnerId) ? `${reps.get(queueOwnerId!)!.name} is` : 'nobody is';
      const text = `The queue "${name}" ${why}, so ${instead} told of leads that wait in it: PUT /v1/queues/${id} with the id of a rep as ownerRepId.`;
      return { code: 'queueWithoutOwner', place: { in: 'queues', queueId: id, ownerRepId }, text };
    });
}

/** The same at the rules that send leads there. */
function toUnownedQueues(content: DirectoryContent): Warning[] {
  const odd = unowned(content);
  return [...content.rulebook.rules.entries()].flatMap(([index, { assign, accountRole }]) => {
    const queue = queueOf(assign);
    const found = odd.find(({ place }) => place.in === 'queues' && place.queueId === queue?.queueId);
    const pointer = `/rules${step(index)}/assign${accountRole === null ? '' : '/otherwise'}/queue`;
    return found === undefined ? [] : [{ pointer, message: found.text }];
  });
}

/** Rules whose pools have nobody, so that each of their leads goes on to another pool. */
function toIdlePools({ reps, pools, rulebook }: DirectoryContent): Warning[] {
  const { fallbackPoolId } = rulebook;
  return [...rulebook.rules.entries()].flatMap(([index, { name, assign, accountRole }]) => {
    const chain = assign !== null && 'poolId' in assign ? poolChain({ pools, fallbackPoolId }, assign.poolId) : [];
    const [first] = chain;
    const next = chain.find((pool) => isStaffed(pool, reps));
    if (first === undefined || next === undefined || next === first) return [];
    const pointer = `/rules${step(index)}/assign${accountRole === null ? '' : '/otherwise'}/poolId`;
    const message = `The pool "${first.name}" of the rule "${name}" has no active member, so its leads go to "${next.name}": PUT /v1/pools/${first.id} with members.`;
    return [{ pointer, message }];
  });
}

function isStaffed({ members }: KnownPool, reps: DirectoryContent['reps']): boolean {
  return members.some(({ repId }) => reps.get(repId)?.active === true);
}

/** Rules and the fallback that lead to nobody. */
function deadEnds({ reps, pools, rulebook }: DirectoryContent): ConfigurationWarning[] {
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
            ? `The rule "${name}" leads to nobody who is active, so its leads wait: PUT /v1/pools/{id} with members, or PUT /v1/routing.`
            : `The rule "${name}" names somebody who is not active, so its leads ${canFallBack ? 'go to the fallback pool' : 'wait'}: PUT /v1/routing.`,
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

/** Rules that ask for skills that nobody has to whom they lead. */
function unskilled({ reps, pools, rulebook }: DirectoryContent): ConfigurationWarning[] {
  const { fallbackPoolId } = rulebook;
  return [...rulebook.rules.entries()].flatMap(([index, { name, assign, skills }]) => {
    if (assign === null || queueOf(assign) !== null || skills === null || skills.fixed.length === 0) return [];
    const chain = poolChain({ pools, fallbackPoolId }, 'poolId' in assign ? assign.poolId : null);
    const members = chain.flatMap((pool) => pool.members.map(({ repId }) => repId));
    const people = ('repId' in assign ? [assign.repId, ...members] : members).flatMap((id) => reps.get(id) ?? []);
    const lacked = skills.fixed.find((needed) =>
      people.every((rep) => !rep.active || lackedBy(rep.skills, [needed]) !== undefined),
    );
    if (lacked === undefined) return [];
    const pointer = `/rules${step(index)}/requireSkills${step(lacked.skill)}`;
    const text = `The rule "${name}" asks for ${skillInWords(lacked)}, which nobody has to whom it leads, so its leads wait: PUT /v1/reps/{id} with \`skills\`, or PUT /v1/routing.`;
    return [{ code: 'skillNobodyHas' as const, place: { in: 'routing' as const, pointer }, text }];
  });
}

/** Rules that act on nothing. Whoever saves them as such knows it. */
function inShadow({ rulebook }: DirectoryContent): ConfigurationWarning[] {
  if (!rulebook.isShadow) return [];
  const text =
    'The routing rules are in shadow: they only say what they would do (GET /v1/reports/shadow), and leads without a given owner wait in the queue. To have them act: PUT /v1/routing with mode act.';
  return [{ code: 'rulesInShadow', place: { in: 'routing', pointer: '/mode' }, text }];
}

/** What is never asked, because something before it matches every lead, or all that it would match. */
function hidden({ rulebook: { rules }, policies }: DirectoryContent): ConfigurationWarning[] {
  const policy = policies.findIndex(({ when }) => when.matchesAll);
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
    ...after(policies, policy).map(
      ({ policy: { id, name } }): ConfigurationWarning => ({
        code: 'policyHidden',
        place: { in: 'policies', pointers: { [id]: [''], [policies[policy]!.policy.id]: ['/when'] } },
        text: `No lead gets the policy "${name}", because "${policies[policy]!.policy.name}" comes before it and matches every lead. To change the order: PUT /v1/sla-policies/order.`,
      }),
    ),
  ];
}

/** Rules for another event are asked apart, and leads that come back pass over those that close leads. */
function hides(before: CompiledRule, rule: CompiledRule): boolean {
  if (before.on !== rule.on || (before.closes !== null && rule.closes === null)) return false;
  return before.condition.matchesAll || covers(before.asked, rule.asked);
}

/** Policies that escalate to managers, and those who get leads and have no manager. */
function unmanaged({ reps, pools, teams, rulebook, policies }: DirectoryContent): ConfigurationWarning[] {
  const telling = policies.flatMap(({ policy }) => {
    const chains = Object.entries(chainsOf(policy));
    const to = (target: EscalationTarget) =>
      chains.flatMap(([pointer, chain]) =>
        chain.some((action) => action.do === 'escalate' && action.to === target) ? [pointer] : [],
      );
    const pointers = to('managersManager');
    return pointers.length + to('manager').length === 0 ? [] : [{ policy, pointers }];
  });
  if (telling.length === 0) return [];
  const teamsOf = teamsOfReps(teams);
  const managerOf = (id: string) => {
    const managerId = reps.get(id)?.managerId ?? teamsOf.get(id)?.[0]?.managerId ?? id;
    return managerId === id ? null : managerId;
  };
  // Whoever leads everybody else has no manager, and needs none.
  const leads = new Set([rulebook.queueOwnerId, ...[...reps.keys()].map(managerOf)]);
  const alone = [...servedIn({ pools, rulebook })].filter(
    (id) => reps.get(id)?.active === true && managerOf(id) === null && !leads.has(id),
  );
  if (alone.length === 0) return [];
  const names = alone.slice(0, NAMED_MAX).map((id) => reps.get(id)!.name);
  const more = alone.length - names.length;
  const who = new Intl.ListFormat('en').format(more > 0 ? [...names, `${more} more`] : names);
  const instead = rulebook.queueOwnerId === null ? 'nobody' : 'the queue owner';
  return telling.map(
    ({ policy: { id, name }, pointers }): ConfigurationWarning => ({
      code: 'policyWithoutManagers',
      // Whoever saves a policy is warned where it asks for a second manager; a first one is often added later.
      place: { in: 'policies', pointers: { [id]: pointers } },
      text: `${who} ${alone.length === 1 ? 'has' : 'have'} no manager, but the policy "${name}" escalates to the manager, so ${instead} is told of what they miss: PUT /v1/reps/{id} with a managerId, or PUT /v1/teams/{id} with one.`,
    }),
  );
}

function ofPolicies(content: DirectoryContent): ConfigurationWarning[] {
  return [...policyWarnings(content), ...leadHoursWarnings(content)].map(({ code, policyId, pointers, text }) => ({
    code,
    text,
    place: { in: 'policies', pointers: { [policyId]: pointers } },
  }));
}

/** Who gets leads, from a pool or by a rule. */
function servedIn({ pools, rulebook }: Pick<DirectoryContent, 'pools' | 'rulebook'>): ReadonlySet<string> {
  return new Set([
    ...[...pools.values()].flatMap(({ members }) => members.map(({ repId }) => repId)),
    ...repsOfRules(rulebook.rules),
  ]);
}

/** Reps who get no leads from anywhere, or who are in several teams. */
function astray(
  { reps, pools, teams, queues, rulebook }: DirectoryContent,
  busy: ReadonlySet<string>,
): ConfigurationWarning[] {
  const isServed = servedIn({ pools, rulebook });
  const manages = new Set([
    ...[...reps.values()].map(({ managerId }) => managerId),
    ...teams.map(({ managerId }) => managerId),
    rulebook.queueOwnerId,
    ...[...queues.values()].map(({ ownerRepId }) => ownerRepId),
  ]);
  const active = [...reps.values()].filter((rep) => rep.active);
  const poolless = active.filter(({ id }) => !isServed.has(id) && !manages.has(id) && !busy.has(id));
  const teamsOf = teamsOfReps(teams);
  const torn = active.filter(({ id }) => (teamsOf.get(id) ?? []).length > 1);
  return [
    ...poolless.map(
      ({ name }): ConfigurationWarning => ({
        code: 'repWithoutPool',
        place: { in: 'people' },
        text: `${name} is in no pool and named by no rule, so they get no leads: PUT /v1/pools/{id} with them as a member.`,
      }),
    ),
    ...torn.map(
      ({ id, name }): ConfigurationWarning => ({
        code: 'repInTwoTeams',
        place: { in: 'people' },
        text: `${name} is in more than one team. Only the manager and the calendar of ${teamsOf.get(id)![0]!.name} apply to them, because it was created first. To take them out of a team: PUT /v1/teams/{id}.`,
      }),
    ),
  ];
}

function after<Thing>(things: readonly Thing[], index: number): readonly Thing[] {
  return index === -1 ? [] : things.slice(index + 1);
}
