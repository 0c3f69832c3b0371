import { skillInWords } from '../pools/skills.js';
import { type FirstCandidate, type Guard, whyNotFirst } from '../rules/of-account.js';
import { poolOf } from '../rules/rules.js';
import type { RoutingRequest } from './request.js';
import type { FoundOwner, Search } from './search.js';
import type { WorkingNeeds, WorkingRoster } from './working-roster.js';

export interface SearchResult {
  readonly found: FoundOwner;
  readonly trail: Search;
  readonly needs: WorkingNeeds | null;
  readonly guard: Guard | null;
  readonly first: readonly FirstCandidate[];
}

export function closedByRule(rule: string): string {
  return `The rule "${rule}", the first that matches, closes it as it comes in, so no owner is chosen`;
}

/** Explains the candidates, before the choice among them. */
export function prefixOf(
  request: RoutingRequest,
  { found, trail, needs }: SearchResult,
  working: WorkingRoster,
): string {
  if (found.kind === 'waits' || found.kind === 'nobody') return '';
  const isFromPool = found.kind === 'turn' || found.kind === 'preferred';
  const visited = isFromPool && trail.visits.length > 1 ? working.namesOf(trail.visits) : [];
  return [
    request.isTest ? 'A test lead, which does not count as a turn. ' : '',
    request.kind === 'move' ? movedOn(request, working) : '',
    whyNotFirst(request, found, working),
    needs !== null && needs.skills.length > 0 ? `It needs ${skillsInWords(needs)}. ` : '',
    request.declined !== undefined && request.declined.length > 0 ? 'Reps who declined it are passed over. ' : '',
    request.isOfferOver === true ? 'Nobody claimed it in time. ' : '',
    trail.returned ? 'Only earlier owners are eligible. ' : '',
    trail.again
      ? 'Every member has had it, so it goes once more to the one who had it longest ago (`afterRound: "again"`). '
      : '',
    visited.length > 0
      ? `${nobodyIn(visited.slice(0, -1), null, request.kind === 'move')}, so the fallback ${visited.at(-1)} was tried. `
      : '',
    isFromPool && isOffHours(found)
      ? `Nobody in the pool ${JSON.stringify(working.namesOf(trail.visits).at(-1))} who could take it is at work now; it assigns leads all the same (\`offHours: "share"\`). `
      : '',
  ].join('');
}

/** A move tries the pool that dealt the lead to its owner; without one, the rules are evaluated again. */
function movedOn({ target, rules }: RoutingRequest, working: WorkingRoster): string {
  const pool = rules === undefined ? working.chain(poolOf(target))[0]?.pool.name : undefined;
  const next = pool === undefined ? 'the rules were evaluated again' : `somebody else in ${pool} was looked for`;
  return `Its owner missed a promise, so ${next}. `;
}

function isOffHours(found: Extract<FoundOwner, { kind: 'turn' | 'preferred' }>): boolean {
  return found.kind === 'turn' ? found.deal.offHours : found.offHours;
}

export function nobodyIn(pools: readonly string[], needs: WorkingNeeds | null, isMove = false): string {
  const nobody = isMove ? 'Nobody else' : 'Nobody';
  const where = pools.length === 0 ? '' : ` in ${new Intl.ListFormat('en', { type: 'disjunction' }).format(pools)}`;
  const skilled = needs === null || needs.skills.length === 0 ? '' : ` with ${skillsInWords(needs)}`;
  return `${nobody}${where}${skilled} can take it`;
}

function skillsInWords({ skills }: WorkingNeeds): string {
  return new Intl.ListFormat('en').format(skills.map(skillInWords));
}
