import {
  type ComparableCondition,
  type CompiledCondition,
  type Condition,
  checkCondition,
  comparable,
  compileCondition,
  type Evaluation,
  type FailedComparison,
  type Lists,
  NO_LISTS,
  type Spellings,
} from '../conditions/condition.js';
import type { LeadFacts } from '../conditions/lead-facts.js';
import { compilePatterns, PatternBudget, RULES_PATTERNS_MAX } from '../conditions/pattern.js';
import type { Category } from '../disposition/disposition.js';
import { type Fault, step, under } from '../platform/fault.js';
import type { Turns } from '../platform/turns.js';
import { type Queues, queueNamed } from './queue.dto.js';
import { type AskedSkills, type CompiledSkills, compileSkills } from './skills.js';

/** The target of a lead. */
export type Target = { readonly poolId: string } | { readonly repId: string } | QueueTarget;

/** A queue, where it waits for a person. */
export interface QueueTarget {
  readonly queueId: string;
  /** Its name at the time. */
  readonly queue: string;
}

/** Whoever has to do with the account of a lead: its owner, or whoever has one of these roles. */
const ACCOUNT_OWNERS = ['owner', 'sales', 'manager'] as const;
export type AccountOwnerRole = (typeof ACCOUNT_OWNERS)[number];

/** What may have a lead routed: its arrival, or a milestone that it reaches while somebody works on it. */
export const RULE_EVENTS = ['intake', 'milestone:qualified', 'milestone:opportunity'] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

/** Whether rules act, or only say what they would do. */
export const ROUTING_MODES = ['act', 'shadow'] as const;
export type RoutingMode = (typeof ROUTING_MODES)[number];

/** A rule as it is saved: `assign` names one target, or `otherwise` does, and `when` is a checked `Condition`. */
export interface Rule {
  readonly name: string;
  readonly when: unknown;
  readonly assign: AssignBody;
  readonly requireSkills?: AskedSkills;
  /** `intake` by default. */
  readonly on?: RuleEvent;
  /** How soon whoever gets a lead at a milestone has to accept it. */
  readonly acceptWithin?: string;
}

/** Where a rule sends leads, as it is saved. */
interface AssignBody extends TargetBody {
  /** True means the owner. */
  readonly accountOwner?: true | 'sales' | 'manager';
  /** Whoever has an open lead of the same company. */
  readonly companyOwner?: true;
  /** Who gets leads that are of no account or company, or whose owner cannot take them. */
  readonly otherwise?: TargetBody;
  /** Closes leads as they come in. */
  readonly dispose?: ClosesWith;
}

/** One of them is given. */
export interface TargetBody {
  readonly poolId?: string;
  readonly repId?: string;
  /** The name of a queue. */
  readonly queue?: string;
}

/** With what a rule closes leads. */
interface ClosesWith {
  readonly category: Category;
  /** Its code. */
  readonly reason: string;
}

export interface CompiledRule {
  readonly name: string;
  readonly on: RuleEvent;
  /** As written; null if whoever gets a lead need not accept it. */
  readonly acceptWithin: string | null;
  /** Where leads go; of a rule for the owners of accounts or companies, all that do not go to one. Null if it closes them. */
  readonly assign: Target | null;
  /** With what it closes leads that come in; null if it does not. */
  readonly closes: ClosesWith | null;
  /** Who of its account a lead goes to first; null for nobody. */
  readonly accountRole: AccountOwnerRole | null;
  /** Whether it goes first to whoever has an open lead of its company. */
  readonly asksCompany: boolean;
  readonly condition: CompiledCondition;
  /** What the condition says of a lead; the same object for leads of which it says the same in a row. */
  readonly resultOf: (lead: LeadFacts, lists: Lists, sources: Spellings | undefined) => RuleResult;
  /** What the condition asks, for comparing it with others. */
  readonly asked: ComparableCondition;
  /** Null if it asks for none. */
  readonly skills: CompiledSkills | null;
}

/** A rule that closes leads, ready to be applied. */
export interface ClosingRule extends Pick<CompiledRule, 'name'> {
  readonly closes: ClosesWith;
}

export interface RuleResult {
  readonly name: string;
  readonly matched: boolean;
  readonly failed?: FailedComparison;
}

export interface RuleMatch {
  readonly rule: Pick<CompiledRule, 'name' | 'assign' | 'closes' | 'accountRole' | 'asksCompany' | 'skills'> | null;
  /** Every rule up to and including the one that matched. */
  readonly evaluated: readonly RuleResult[];
}

/** The faults in the rules' conditions; the schema has checked the rest. @param pointer where the rules stand */
export function checkRules(rules: readonly Rule[], pointer = '/rules'): Fault[] {
  const patterns = new PatternBudget(RULES_PATTERNS_MAX);
  return rules.flatMap((rule, index) =>
    under(`${pointer}${step(index)}/when`, checkCondition(rule.when, '', patterns)),
  );
}

/** Compiled patterns, shared by checks and by matching. */
export function prepareRules(rules: readonly { readonly when: unknown }[], turns: Turns): Promise<void> {
  const conditions = rules.map(({ when }) => when);
  return compilePatterns(conditions, RULES_PATTERNS_MAX, turns);
}

/** @param rules without faults by `faultsOfRules` @param queues those that there are */
export function compileRules(rules: readonly Rule[], queues: Queues = new Map()): CompiledRule[] {
  return rules.map(({ name, when, assign, requireSkills, on = 'intake', acceptWithin = null }) => {
    const condition = compileCondition(when as Condition);
    return {
      name,
      on,
      acceptWithin,
      assign: assign.dispose === undefined ? targetOf(assign.otherwise ?? assign, queues) : null,
      closes: assign.dispose ?? null,
      accountRole: assign.accountOwner === true ? 'owner' : (assign.accountOwner ?? null),
      asksCompany: assign.companyOwner === true,
      condition,
      resultOf: resultsOf(name, condition),
      asked: comparable(when as Condition),
      skills: requireSkills === undefined ? null : compileSkills(requireSkills),
    };
  });
}

function resultsOf(name: string, condition: CompiledCondition): CompiledRule['resultOf'] {
  let last: { readonly evaluation: Evaluation; readonly result: RuleResult } | undefined;
  return (lead, lists, sources) => {
    const evaluation = condition.evaluate(lead, lists, sources);
    if (last?.evaluation !== evaluation) last = { evaluation, result: { name, ...evaluation } };
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

/** The pool that a lead enters by; null for a rep or no target, for which the roster's fallback comes first, and for a queue. */
export function poolOf(target: Target | null): string | null {
  return target !== null && 'poolId' in target ? target.poolId : null;
}

/** The rep that a target is; null for a pool, a queue or none. */
export function repOf(target: Target | null): string | null {
  return target !== null && 'repId' in target ? target.repId : null;
}

/** The queue that a target is; null for a pool, a rep or none. */
export function queueOf(target: Target | null): QueueTarget | null {
  return target !== null && 'queueId' in target ? target : null;
}

/** Whether the accounts of leads have to be read before these rules are asked. */
export function askAccounts(rules: readonly CompiledRule[]): boolean {
  return rules.some(
    ({ accountRole, asksCompany, condition, skills }) =>
      accountRole !== null || asksCompany || condition.asksAccount || skills?.asksAccount === true,
  );
}

/** Whether it has to be known who has open leads of their companies. */
export function askCompanies(rules: readonly CompiledRule[]): boolean {
  return rules.some(({ asksCompany }) => asksCompany);
}

type Targeted = readonly Pick<CompiledRule, 'assign'>[];

/** The pools to which rules send leads; one as often as rules name it. */
export function poolsOfRules(rules: Targeted): string[] {
  return rules.flatMap(({ assign }) => poolOf(assign) ?? []);
}

/** The reps whom rules name. */
export function repsOfRules(rules: Targeted): string[] {
  return rules.flatMap(({ assign }) => repOf(assign) ?? []);
}

interface Asking {
  readonly lists?: Lists;
  readonly sources?: Spellings;
  readonly isNew?: boolean;
  readonly on?: RuleEvent;
}

/**
 * The first rule for the event that matches wins. Rules that close leads are for those that come in, and passed over by
 * all others: somebody has decided to have them.
 * @param lists and sources that rules ask
 * @param on the event because of which the lead is routed; its arrival by default
 */
export function matchRules(
  rules: readonly CompiledRule[],
  lead: LeadFacts,
  { lists = NO_LISTS, sources, isNew = false, on = 'intake' }: Asking = {},
): RuleMatch {
  const evaluated: RuleResult[] = [];
  for (const rule of rules) {
    if (rule.on !== on || (rule.closes !== null && !isNew)) continue;
    const result = rule.resultOf(lead, lists, sources);
    evaluated.push(result);
    if (result.matched) return { rule, evaluated };
  }
  return { rule: null, evaluated };
}
