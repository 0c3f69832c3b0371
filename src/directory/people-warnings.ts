import type { RepRow } from '../people/rep.table.js';
import { teamsOfReps } from '../people/teams.js';
import { repsOfRules } from '../routing/rules/rules.js';
import type { EscalationTarget } from '../sla/policy.js';
import type { ConfigurationWarning } from './configuration-warning.js';
import type { DirectoryContent } from './directory.js';
import { chainsOf } from './policy-warnings.js';

/** The most people to name; the others are only counted. */
const NAMED_MAX = 5;

/** Warns of policies that escalate to managers if reps who get leads have none. */
export function managerWarnings({ reps, pools, teams, rulebook, policies }: DirectoryContent): ConfigurationWarning[] {
  const escalating = policies.flatMap(({ policy }) => {
    const chains = Object.entries(chainsOf(policy));
    const to = (target: EscalationTarget) =>
      chains.flatMap(([pointer, chain]) =>
        chain.some((action) => action.do === 'escalate' && action.to === target) ? [pointer] : [],
      );
    const pointers = to('managersManager');
    return pointers.length + to('manager').length === 0 ? [] : [{ policy, pointers }];
  });
  if (escalating.length === 0) return [];
  const teamsOf = teamsOfReps(teams);
  const managerOf = (id: string) => {
    const managerId = reps.get(id)?.managerId ?? teamsOf.get(id)?.[0]?.managerId ?? id;
    return managerId === id ? null : managerId;
  };
  // Reps who lead all others have no manager and need none.
  const leads = new Set([rulebook.queueOwnerId, ...[...reps.keys()].map(managerOf)]);
  const alone = [...servedIn({ pools, rulebook })].filter(
    (id) => reps.get(id)?.active === true && managerOf(id) === null && !leads.has(id),
  );
  if (alone.length === 0) return [];
  const names = alone.slice(0, NAMED_MAX).map((id) => reps.get(id)!.name);
  const more = alone.length - names.length;
  const who = new Intl.ListFormat('en').format(more > 0 ? [...names, `${more} more`] : names);
  const instead = rulebook.queueOwnerId === null ? 'nobody' : 'the queue owner';
  return escalating.map(
    ({ policy: { id, name }, pointers }): ConfigurationWarning => ({
      code: 'policyWithoutManagers',
      // Not in a save's response if it escalates only to the manager: one is often added later.
      place: { in: 'policies', pointers: { [id]: pointers } },
      text: `${who} ${alone.length === 1 ? 'has' : 'have'} no manager, but the policy "${name}" escalates to the manager, so ${instead} is notified of their misses: PUT /v1/reps/{id} with a managerId, or PUT /v1/teams/{id} with one.`,
    }),
  );
}

function servedIn({ pools, rulebook }: Pick<DirectoryContent, 'pools' | 'rulebook'>): ReadonlySet<string> {
  return new Set([
    ...[...pools.values()].flatMap(({ members }) => members.map(({ repId }) => repId)),
    ...repsOfRules(rulebook.rules),
  ]);
}

const MOST = ['open', 'untouched', 'perDay', 'perWeek'] as const;

/** Returns the capacity that is 0 and so keeps a rep from any lead, or undefined if none is. */
export function closedBy({ capacity }: Pick<RepRow, 'capacity'>): (typeof MOST)[number] | undefined {
  return MOST.find((most) => capacity[most] === 0);
}

/** Warns of members of pools whose capacity is 0. */
export function closedMembers({ reps, pools }: DirectoryContent): ConfigurationWarning[] {
  const members = new Set([...pools.values()].flatMap((pool) => pool.members.map(({ repId }) => repId)));
  return [...members].flatMap((id): ConfigurationWarning[] => {
    const rep = reps.get(id);
    const most = rep?.active === true ? closedBy(rep) : undefined;
    if (most === undefined) return [];
    const text = `${rep!.name} is a member of a pool and gets no leads, because capacity.${most} is 0: PUT /v1/reps/{id} with a larger one, or PUT /v1/pools/{id} without them.`;
    return [{ code: 'repWithoutCapacity', place: { in: 'people' }, text }];
  });
}

/** Warns of reps who get no leads from anywhere, and of reps in several teams. */
export function teamWarnings(
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
