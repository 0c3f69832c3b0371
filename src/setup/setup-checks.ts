import type { Directory, DirectoryContent } from '../directory/directory.js';
import type { Offboarding } from '../people/offboarding.table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { poolChain } from '../routing/deciding/roster.js';
import { repsOfRules } from '../routing/rules/rules.js';
import type { Hold } from '../sla/hold.js';
import type { SealedSecret } from './sealed.store.js';
import type { MissingStep } from './setup.schema.js';

/**
 * Returns the missing steps before leads can be served, first step first.
 * @param plannedFor when planned rules take effect; null if none are planned
 */
export function missingIn(
  { reps, pools, rulebook, policies }: DirectoryContent,
  plannedFor: Instant | null = null,
): MissingStep[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const isStaffed = [...pools.values()].some((pool) => pool.members.some((member) => isActive(member.repId)));
  const namesSomebody = repsOfRules(rulebook.rules).some(isActive);
  const missing: MissingStep[] = [];
  if (![...reps.values()].some((rep) => rep.active)) {
    missing.push({ code: 'noReps', text: 'There is no active rep who could own a lead: POST /v1/reps.' });
  }
  if (!isStaffed && !namesSomebody) {
    missing.push({
      code: 'nobodyRouted',
      text: 'No pool has an active member, and no rule names a rep, so nobody gets leads: POST /v1/pools with members.',
    });
  }
  if (rulebook.rules.length === 0 && rulebook.fallbackPoolId === null) {
    missing.push({
      code: 'noRules',
      text: `There are no routing rules and no fallback pool, so every lead waits in the queue${plannedFor === null ? '' : `, until the planned rules take effect (${toIso(plannedFor)})`}: PUT /v1/routing.`,
    });
  }
  if (rulebook.queueOwnerId === null || !isActive(rulebook.queueOwnerId)) {
    missing.push({
      code: 'noQueueOwner',
      text: 'No active rep is notified when leads wait in the queue: name a rep as fallback.queueOwnerId in PUT /v1/routing.',
    });
  }
  if (policies.length === 0) {
    missing.push({
      code: 'noPolicies',
      text: 'There is no SLA policy, so no clock runs and no deadline is enforced: POST /v1/sla-policies.',
    });
  }
  return missing;
}

export function heldIn(directory: Directory, now: Instant): { code: 'enforcementHeld'; text: string }[] {
  return directory.holdsAt(now).map((hold) => ({
    code: 'enforcementHeld',
    text: `Enforcement is held for ${heldFor(hold, directory)}${hold.until === null ? '' : ` until ${toIso(hold.until)}`}${HELD_WHY[hold.by]}, so no lead moves because of a missed deadline and nobody is notified: DELETE /v1/enforcement/holds/${hold.id} to go on.`,
  }));
}

/** The most secrets to name: a changed key makes all of them unreadable at once. */
const NAMED_MAX = 5;

/** Warns of secrets that cannot be read because they were sealed by another key, or no key is set. */
export function unreadableIn(
  sealed: readonly SealedSecret[],
  isReadable: (each: SealedSecret) => boolean,
  hasKey: boolean,
): { code: 'secretsUnreadable'; text: string }[] {
  const unreadable = sealed.filter((each) => !isReadable(each));
  const names = [...new Set(unreadable.map(({ words, name }) => `${words} "${name}"`))];
  if (names.length === 0) return [];
  const [named, others] = [names.slice(0, NAMED_MAX).join(', '), names.length - NAMED_MAX];
  const why = hasKey ? 'SECRETS_KEY is not the one that sealed' : 'No SECRETS_KEY is set to read';
  const text = `${why} the secrets of ${named}${others > 0 ? ` and ${others} more` : ''}: nothing is signed, sent or proven by them. Start with the former key; where it is lost, rotate the secrets of webhooks, and PUT all else with its secrets.`;
  return [{ code: 'secretsUnreadable', text }];
}

export function dealtMembers({ reps, pools, rulebook }: DirectoryContent): { poolId: string; repId: string }[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const roster = { pools, fallbackPoolId: rulebook.fallbackPoolId };
  return [...pools.keys()].flatMap((poolId) =>
    poolChain(roster, poolId)
      .flatMap(({ members }) => members.filter((member) => isActive(member.repId)))
      .map(({ repId }) => ({ poolId, repId })),
  );
}

/** Warns of a planned offboarding that would leave nobody who could create an admin key. */
export function heldUpIn(
  { repId, at }: Pick<Offboarding, 'repId' | 'at'>,
  directory: Directory,
): { code: 'offboardingHeldUp'; text: string } {
  const name = directory.rep(repId)?.name ?? repId;
  const text = `The offboarding of ${name}, planned for ${toIso(at)}, waits as long as they have the last admin key, without which nobody could create another: POST /v1/api-keys creates one for somebody else.`;
  return { code: 'offboardingHeldUp', text };
}

/** Warns of recycled leads that all possible owners have already had. */
export function waitingForNobodyIn(
  waiting: readonly { readonly poolId: string; readonly leads: number }[],
  { pools }: DirectoryContent,
): { code: 'leadsForNobody'; text: string }[] {
  return waiting.map(({ poolId, leads }) => ({
    code: 'leadsForNobody',
    text: `${leads === 1 ? 'One recycled lead waits' : `${leads} recycled leads wait`} in the pool "${pools.get(poolId)?.name ?? poolId}", where everybody has had ${leads === 1 ? 'it' : 'them'} already: GET /v1/routing/queue shows which, PUT /v1/pools/${poolId} adds a member or a fallback, POST /v1/leads/{id}/reassign gives a lead to somebody.`,
  }));
}

/** Too few to conclude from: people mistype. */
const UNREAD_MIN = 3;

/** Warns of numbers that nobody can read because no country says whose they are. @param unread among the latest leads */
export function unreadNumbersIn(
  { settings }: DirectoryContent,
  unread: number,
): { code: 'numbersUnread'; text: string }[] {
  if (settings.defaultCountry !== null || unread < UNREAD_MIN) return [];
  const text = `Of the latest leads, ${unread} have a phone number that cannot be read, so it neither tells who they are nor can be suppressed, and leads without an address wait for review. If these are numbers without a country code, say whose they are: PUT /v1/settings with defaultCountry.`;
  return [{ code: 'numbersUnread', text }];
}

const HELD_WHY: Readonly<Record<Hold['by'], string>> = {
  person: '',
  stormBreaker: ', because too many leads were to move at once',
  silence: ', because touches have fallen silent',
};

function heldFor({ scope }: Hold, directory: Directory): string {
  if (scope === 'all') return 'all leads';
  if ('source' in scope) return `leads from ${directory.content.sources.labelOf(scope.source)}`;
  if ('poolId' in scope) return `leads of the pool "${directory.pool(scope.poolId)?.name ?? scope.poolId}"`;
  const held = directory.content.policies.find(({ policy }) => policy.id === scope.policyId);
  return `leads under the policy "${held?.policy.name ?? scope.policyId}"`;
}
