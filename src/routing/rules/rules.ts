import { checkCondition } from '../../conditions/condition-check.js';
import {
  type CompiledCondition,
  compileCondition,
  type Evaluation,
  type FailedComparison,
  type Spellings,
} from '../../conditions/condition-evaluate.js';
import type { Condition } from '../../conditions/condition-language.js';
import { type ComparableCondition, comparable } from '../../conditions/coverage.js';
import type { LeadFacts } from '../../conditions/lead-facts.js';
import { compilePatterns, PatternBudget, RULES_PATTERNS_MAX } from '../../conditions/pattern.js';
import { type Lists, NO_LISTS } from '../../conditions/value-list.js';
import type { Category } from '../../disposition/disposition.js';
import { type Fault, step, under } from '../../platform/input/fault.js';
import type { Turns } from '../../platform/running/turns.js';
import { type CompiledSkills, compileSkills, type RequiredSkills } from '../pools/skills.js';
import { type Queues, queueNamed } from '../queues/queue.dto.js';

export type Target = { readonly poolId: string } | { readonly repId: string } | QueueTarget;

/** A queue in which it waits for a person. */
export interface QueueTarget {
  readonly queueId: string;
  /** Its name when the rules were compiled. */
  readonly queue: string;
}

const ACCOUNT_OWNERS = ['owner', 'sales', 'manager'] as const;
export type AccountOwnerRole = (typeof ACCOUNT_OWNERS)[number];

/** What causes a lead to be routed: its arrival, or a milestone that it reaches while a rep works on it. */
export const RULE_EVENTS = ['intake', 'milestone:qualified', 'milestone:opportunity'] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

/** Whether rules act, or only report what they would do. */
export const ROUTING_MODES = ['act', 'shadow'] as const;
export type RoutingMode = (typeof ROUTING_MODES)[number];

/** A rule as it is saved: `assign` names one target, or `otherwise` does, and `when` is a checked `Condition`. */
export interface Rule {
  readonly name: string;
  readonly when: unknown;
  readonly assign: AssignBody;
  readonly requireSkills?: RequiredSkills;
  /** `intake` by default. */
  readonly on?: RuleEvent;
  /** How soon the rep who gets a lead at a milestone has to accept it. */
  readonly acceptWithin?: string;
}

interface AssignBody extends TargetBody {
  /** True means the owner. */
  readonly accountOwner?: true | 'sales' | 'manager';
  /** Sends leads first to a rep with an open lead of the same company. */
  readonly companyOwner?: true;
  /** The target of leads that are of no account or company, or whose owner cannot take them. */
  readonly otherwise?: Otherwise;
  /** Closes leads as they come in. */
  readonly dispose?: ClosesWith;
}

/** `continue`: that of the first rule below that matches. */
type Otherwise = TargetBody | typeof CONTINUE;
export const CONTINUE = 'continue';

/** Exactly one is set. */
export interface TargetBody {
  readonly poolId?: string;
  readonly repId?: string;
  /** The name of a queue. */
  readonly queue?: string;
}

/** The disposition with which a rule closes leads. */
interface ClosesWith {
  readonly category: Category;
  /** The code of the reason. */
  readonly reason: string;
}

export interface CompiledRule {
  readonly name: string;
  readonly on: RuleEvent;
  /** As written; null if leads need not be accepted. */
  readonly acceptWithin: string | null;
  /** Where leads go that do not go to an owner of their account or company. Null if the rule closes them, or goes on. */
  readonly assign: Target | null;
  /** Whether leads that do not go to an owner go by the rules below. */
  readonly goesOn: boolean;
  /** The disposition for leads that come in; null if the rule does not close them. */
  readonly closes: ClosesWith | null;
  /** The role at its account to which a lead goes first; null for none. */
  readonly accountRole: AccountOwnerRole | null;
  /** Whether a lead goes first to a rep with an open lead of its company. */
  readonly asksCompany: boolean;
  readonly condition: CompiledCondition;
  /** Evaluates the condition. Consecutive leads with the same result get the same object. */
  readonly resultOf: (lead: LeadFacts, lists: Lists, sources: Spellings | undefined) => RuleResult;
  /** The condition in a form for comparing it with others. */
  readonly asked: ComparableCondition;
  /** Null if it requires none. */
  readonly skills: CompiledSkills | null;
}

export interface ClosingRule extends Pick<CompiledRule, 'name'> {
  readonly closes: ClosesWith;
}

export interface RuleResult {
  readonly name: string;
  readonly matched: boolean;
  /** It matched, and so did a rule below, by which a lead goes that no owner takes. */
  readonly goesOn?: true;
  readonly failed?: FailedComparison;
}

export interface RuleMatch {
  readonly rule: CompiledRule | null;
  /** The rule above it that goes on, and has owners to ask first. */
  readonly above?: CompiledRule;
  /** Every rule up to and including the one that matched. */
  readonly evaluated: readonly RuleResult[];
}

/** Who may be asked for a lead before all others, as far as it is known. */
export interface KnownOwners {
  readonly account?: { readonly reps: Readonly<Partial<Record<AccountOwnerRole, string>>> } | null;
  readonly companyKey: string | null;
  readonly companyOwnerId?: string | null;
}

const NO_OWNERS: KnownOwners = { companyKey: null };

/** Returns the faults in the rules' conditions; the schema has checked the rest. @param pointer of the rules */
export function checkRules(rules: readonly Rule[], pointer = '/rules'): Fault[] {
  const patterns = new PatternBudget(RULES_PATTERNS_MAX);
  return rules.flatMap((rule, index) =>
    under(`${pointer}${step(index)}/when`, checkCondition(rule.when, '', patterns)),
  );
}

/** Compiles patterns, which checks and matching share. */
export function prepareRules(rules: readonly { readonly when: unknown }[], turns: Turns): Promise<void> {
  const conditions = rules.map(({ when }) => when);
  return compilePatterns(conditions, RULES_PATTERNS_MAX, turns);
}

/** @param rules without faults by `faultsOfRules` @param queues all that exist */
export function compileRules(rules: readonly Rule[], queues: Queues = new Map()): CompiledRule[] {
  return rules.map(({ name, when, assign, requireSkills, on = 'intake', acceptWithin = null }) => {
    const condition = compileCondition(when as Condition);
    return {
      name,
      on,
      acceptWithin,
      assign: targetOfAssign(assign, queues),
      goesOn: assign.otherwise === CONTINUE,
      closes: assign.dispose ?? null,
      accountRole: assign.accountOwner === true ? 'owner' : (assign.accountOwner ?? null),
      asksCompany: assign.companyOwner === true,
      condition,
      resultOf: resultsOf(name, condition, assign.otherwise === CONTINUE),
      asked: comparable(when as Condition),
      skills: requireSkills === undefined ? null : compileSkills(requireSkills),
    };
  });
}

function targetOfAssign({ dispose, otherwise, ...target }: AssignBody, queues: Queues): Target | null {
  return dispose !== undefined || otherwise === CONTINUE ? null : targetOf(otherwise ?? target, queues);
}

function resultsOf(name: string, condition: CompiledCondition, goesOn: boolean): CompiledRule['resultOf'] {
  let last: { readonly evaluation: Evaluation; readonly result: RuleResult } | undefined;
  return (lead, lists, sources) => {
    const evaluation = condition.evaluate(lead, lists, sources);
    if (last?.evaluation !== evaluation)
      last = { evaluation, result: { name, ...evaluation, ...(goesOn && evaluation.matched && { goesOn }) } };
    return last.result;
  };
}

function targetOf({ poolId, repId, queue }: TargetBody, queues: Queues): Target {
  if (queue !== undefined) {
    const { id, name } = queueNamed(queues, queue)!;
    return { queueId: id, queue: name };
  }
  return poolId === undefined ? { repId: repId! } : { poolId };
}

/**
 * Returns the pool that a lead enters by; null for a queue, and for a rep or no target, with which it enters by the
 * roster's fallback.
 */
export function poolOf(target: Target | null): string | null {
  return target !== null && 'poolId' in target ? target.poolId : null;
}

export function repOf(target: Target | null): string | null {
  return target !== null && 'repId' in target ? target.repId : null;
}

export function queueOf(target: Target | null): QueueTarget | null {
  return target !== null && 'queueId' in target ? target : null;
}

/** Returns the roles at accounts that rules for incoming leads ask first. */
export function rolesAsked(rules: readonly CompiledRule[]): Set<AccountOwnerRole> {
  const ofIntake = rules.filter(({ on }) => on === 'intake');
  return new Set(ofIntake.flatMap(({ accountRole }) => accountRole ?? []));
}

/** Reports whether the accounts of leads must be read before these rules are evaluated. */
export function askAccounts(rules: readonly CompiledRule[]): boolean {
  return rules.some(
    ({ accountRole, asksCompany, condition, skills }) =>
      accountRole !== null || asksCompany || condition.asksAccount || skills?.asksAccount === true,
  );
}

/** Reports whether the owners of open leads of their companies must be read. */
export function askCompanies(rules: readonly CompiledRule[]): boolean {
  return rules.some(({ asksCompany }) => asksCompany);
}

type Targeted = readonly Pick<CompiledRule, 'assign'>[];

/** Returns the pools to which rules send leads; one as often as rules name it. */
export function poolsOfRules(rules: Targeted): string[] {
  return rules.flatMap(({ assign }) => poolOf(assign) ?? []);
}

export function repsOfRules(rules: Targeted): string[] {
  return rules.flatMap(({ assign }) => repOf(assign) ?? []);
}

interface Asking {
  readonly lists?: Lists;
  readonly sources?: Spellings;
  readonly isNew?: boolean;
  readonly on?: RuleEvent;
  readonly owners?: KnownOwners;
}

/**
 * Returns the first rule for the event that matches, and does not go on. The first of those that go on and have somebody
 * to ask is asked before it. Rules that close leads apply only to those that come in, because a person has decided to
 * have all others, and to none of which an owner is known.
 * @param lists and sources that rules refer to
 * @param on the event because of which the lead is routed; its arrival by default
 */
export function matchRules(
  rules: readonly CompiledRule[],
  lead: LeadFacts,
  { lists = NO_LISTS, sources, isNew = false, on = 'intake', owners = NO_OWNERS }: Asking = {},
): RuleMatch {
  const evaluated: RuleResult[] = [];
  let above: CompiledRule | undefined;
  let mayClose = isNew;
  for (const rule of rules) {
    if (rule.on !== on || (rule.closes !== null && !mayClose)) continue;
    const result = rule.resultOf(lead, lists, sources);
    evaluated.push(result);
    if (!result.matched) continue;
    if (!rule.goesOn) return { rule, evaluated, ...(above && { above }) };
    const asks = asked(rule, owners);
    if (asks !== 'nobody') above ??= rule;
    if (asks === 'owner') mayClose = false;
  }
  return { rule: null, evaluated, ...(above && { above }) };
}

/** Another lead of the company may come in the same batch, so that it has an owner when this one is dealt. */
function asked({ accountRole }: CompiledRule, owners: KnownOwners): 'owner' | 'company' | 'nobody' {
  if (accountRole !== null) return owners.account?.reps[accountRole] === undefined ? 'nobody' : 'owner';
  if (owners.companyOwnerId != null) return 'owner';
  return owners.companyKey === null ? 'nobody' : 'company';
}
