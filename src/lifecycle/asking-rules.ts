import type { LeadFacts } from '../conditions/lead-facts.js';
import type { Directory, DirectoryContent } from '../directory/directory.js';
import { factsOf, type LeadState } from '../leads/lead.js';
import type { AssignmentCause } from '../routing/assignment.js';
import type { RoutingRequest } from '../routing/request.js';
import { poolChain } from '../routing/roster.js';
import { matchRules, poolOf, type RuleEvent, type RuleMatch, repOf, type Target } from '../routing/rules.js';
import type { LeadCase } from './lead-case.js';

/** By what a cycle begins. */
const COMES_IN: ReadonlySet<AssignmentCause> = new Set(['intake', 'wake', 'recycle', 'reopen', 'inquiry']);

/** The target of a lead, and the rule that names it. */
export type RuleTarget = Pick<
  RoutingRequest,
  'on' | 'target' | 'rule' | 'rules' | 'skills' | 'accountRole' | 'asksCompany' | 'closing' | 'isShadow'
>;

/** Because of which event rules are asked, and whether the lead only just comes in. */
interface RuleOccasion {
  readonly on: RuleEvent;
  readonly isNew?: boolean;
}

/** What the rules ask of a lead that is routed for a cause, if they act. Its document must have been read. */
export function targetByRules(directory: Directory, leadCase: LeadCase, cause: AssignmentCause): RuleTarget {
  // A lead that a rule for a milestone has moved goes on by such rules until it comes in anew.
  const on = COMES_IN.has(cause) ? 'intake' : (ruleOf(directory, leadCase)?.on ?? 'intake');
  return targetOn(directory, leadCase, { on, isNew: cause === 'intake' });
}

/** What the rules for an event ask, if they act. */
export function targetOn(directory: Directory, leadCase: LeadCase, how: RuleOccasion): RuleTarget {
  if (directory.isShadow && !leadCase.lead.test) return { target: null, rule: null, on: how.on, isShadow: true };
  return targetOfRules(directory, leadCase, how);
}

/** What the rules say, whether they act or not. */
export function targetOfRules(
  { content }: Directory,
  { document, lead }: LeadCase,
  { on, isNew = false }: RuleOccasion,
): RuleTarget {
  const { rulebook, settings, lists, sources } = content;
  const facts = factsOf(document!);
  const match = matchRules(rulebook.rules, facts, { lists, sources, on, isNew });
  return lead.test ? targetForTest(match, settings.testPoolId) : targetOfMatch(match, facts, on);
}

/** A test lead keeps the rules' answer for the trace, but goes to the pool for tests. */
export function targetForTest({ evaluated }: RuleMatch, testPoolId: string | null): RuleTarget {
  return { target: testPoolId === null ? null : { poolId: testPoolId }, rule: null, rules: evaluated };
}

/** What the rule that matched asks; without one, the fallback. */
export function targetOfMatch({ rule, evaluated }: RuleMatch, facts: LeadFacts, on?: RuleEvent): RuleTarget {
  const skills = rule?.skills?.of(facts);
  const { assign: target = null, name = null, accountRole = null, asksCompany = false, closes = null } = rule ?? {};
  const closing = closes === null ? undefined : { name: name!, closes };
  return { on, target, rule: name, rules: evaluated, skills, accountRole, asksCompany, closing };
}

/** Whether the target is a rep, or a pool of which they are a member. */
export function isAmong({ content }: Directory, target: Target | null, repId: string | null): boolean {
  if (repId === null) return false;
  const pool = content.pools.get(poolOf(target) ?? '');
  return repOf(target) === repId || pool?.members.some((member) => member.repId === repId) === true;
}

/** The rule by which the lead came, as it is now; undefined if it is gone. */
export function ruleOf({ content }: Directory, { lead }: { readonly lead: Pick<LeadState, 'rule'> }) {
  return lead.rule === null ? undefined : content.rulebook.rules.find(({ name }) => name === lead.rule);
}

/** Whether the rules now route the lead to another pool, rep or queue. */
export function leadElsewhere(
  lead: Pick<LeadState, 'ownerId' | 'poolId' | 'queueId' | 'rule'>,
  { target, rule, isShadow }: Pick<RoutingRequest, 'target' | 'rule' | 'isShadow'>,
  { pools, rulebook: { fallbackPoolId } }: Pick<DirectoryContent, 'pools' | 'rulebook'>,
): boolean {
  if (isShadow === true) return false;
  if (target !== null && 'repId' in target) return lead.ownerId !== target.repId;
  if (target !== null && 'queueId' in target) return lead.queueId !== target.queueId;
  // No rule matched and none does now, so the lead stays.
  if (rule === null && lead.rule === null) return false;
  const poolId = target?.poolId ?? fallbackPoolId;
  if (poolId === null || poolId === lead.poolId) return false;
  if (rule !== lead.rule) return true;
  // The same rule matches; the lead may have come to a fallback pool.
  return !poolChain({ pools, fallbackPoolId }, poolId).some((pool) => pool.id === lead.poolId);
}
