import type { LeadFacts } from '../../conditions/lead-facts.js';
import type { Directory, DirectoryContent } from '../../directory/directory.js';
import { factsOf, type LeadState } from '../../leads/lead.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { poolChain } from '../../routing/deciding/roster.js';
import { matchRules, poolOf, type RuleEvent, type RuleMatch, repOf, type Target } from '../../routing/rules/rules.js';
import type { LeadCase } from '../lead-case.js';

/** Causes of assignments that begin a cycle. */
/** The causes by which a lead comes in, or comes back. */
export const COMES_IN: ReadonlySet<AssignmentCause> = new Set([
  'intake',
  'wake',
  'recycle',
  'reopen',
  'inquiry',
  'deal',
]);

/** The target that the rules name for a lead, with the rule that names it. */
export type RuleTarget = Pick<
  RoutingRequest,
  'on' | 'target' | 'rule' | 'rules' | 'skills' | 'accountRole' | 'asksCompany' | 'above' | 'closing' | 'isShadow'
>;

/** The event for which rules are asked, and whether the lead is only just coming in. */
interface RuleOccasion {
  readonly on: RuleEvent;
  readonly isNew?: boolean;
}

/**
 * Returns the target by the rules, if they act, of a lead that is routed for a cause. Its document must have been read.
 */
export function targetByRules(directory: Directory, leadCase: LeadCase, cause: AssignmentCause): RuleTarget {
  // A lead that a rule for a milestone has moved is routed by the rules of that event until it begins another cycle.
  const on = COMES_IN.has(cause) ? 'intake' : (ruleOf(directory, leadCase)?.on ?? 'intake');
  return targetOn(directory, leadCase, { on, isNew: cause === 'intake' });
}

/** Returns the target by the rules for an event, if they act. */
export function targetOn(directory: Directory, leadCase: LeadCase, how: RuleOccasion): RuleTarget {
  if (directory.isShadow && !leadCase.lead.test) return { target: null, rule: null, on: how.on, isShadow: true };
  return targetOfRules(directory, leadCase, how);
}

/** Returns the target by the rules, whether they act or not. */
export function targetOfRules(
  { content }: Directory,
  { document, lead }: LeadCase,
  { on, isNew = false }: RuleOccasion,
): RuleTarget {
  const { rulebook, settings, lists, sources } = content;
  const facts = factsOf(document!);
  const match = matchRules(rulebook.rules, facts, { lists, sources, on, isNew, owners: document! });
  return lead.test ? targetForTest(match, settings.testPoolId) : targetOfMatch(match, facts, on);
}

/** Returns the rules' answer for the trace of a test lead, with the pool for tests as the target. */
export function targetForTest({ evaluated }: RuleMatch, testPoolId: string | null): RuleTarget {
  return { target: testPoolId === null ? null : { poolId: testPoolId }, rule: null, rules: evaluated };
}

/** Returns the target of the rule that matched; null for the fallback if none did. */
export function targetOfMatch(
  { rule, above: upper, evaluated }: RuleMatch,
  facts: LeadFacts,
  on?: RuleEvent,
): RuleTarget {
  const skills = rule?.skills?.of(facts);
  const { assign: target = null, name = null, closes = null } = rule ?? {};
  const accountRole = upper?.accountRole ?? rule?.accountRole ?? null;
  const asksCompany = upper?.asksCompany === true || rule?.asksCompany === true;
  const closing = closes === null ? undefined : { name: name!, closes };
  const above = upper && {
    rule: upper.name,
    as: upper.accountRole === null ? ('company' as const) : ('account' as const),
    skills: upper.skills?.of(facts),
  };
  return { on, target, rule: name, rules: evaluated, skills, accountRole, asksCompany, above, closing };
}

/** Reports whether a rep is the target, or a member of the target pool. */
export function isAmong({ content }: Directory, target: Target | null, repId: string | null): boolean {
  if (repId === null) return false;
  const pool = content.pools.get(poolOf(target) ?? '');
  return repOf(target) === repId || pool?.members.some((member) => member.repId === repId) === true;
}

/** Returns the rule by which the lead came, as it is now; undefined if it is gone. */
export function ruleOf(directory: Directory, { lead }: { readonly lead: Pick<LeadState, 'rule'> }) {
  return ruleNamed(directory, lead.rule);
}

export function ruleNamed({ content }: Directory, rule: string | null) {
  return rule === null ? undefined : content.rulebook.rules.find(({ name }) => name === rule);
}

/** Reports whether the rules now route the lead to another pool, rep or queue. */
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
  // The same rule matches, but the lead may have come to a fallback pool.
  return !poolChain({ pools, fallbackPoolId }, poolId).some((pool) => pool.id === lead.poolId);
}
