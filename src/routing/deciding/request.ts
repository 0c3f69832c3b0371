import type { NeededSkill } from '../pools/skills.js';
import type { HeldInQueue } from '../queues/sent-to-queue.js';
import type { RequestedAccount, RequestedCompany } from '../rules/of-account.js';
import type { AccountOwnerRole, ClosingRule, RuleEvent, RuleResult, Target } from '../rules/rules.js';

/** A rule that asks an owner, and leaves leads that they do not take to the rules below. */
export interface RuleAbove {
  readonly rule: string;
  readonly as: 'account' | 'company';
  readonly skills: readonly NeededSkill[] | undefined;
}

export interface RoutingRequest {
  readonly leadId: string;
  /**
   * `route`: it has no owner, and waits in the queue if nobody is eligible. `move`: its owner missed a promise; it goes
   * to a rep who has not had it, or stays.
   */
  readonly kind: 'route' | 'move';
  /** Null if no rule matched: it goes to the fallback pool, or else waits in the queue. */
  readonly target: Target | null;
  readonly rule: string | null;
  /** The event for which its rules were evaluated; its arrival by default. */
  readonly on?: RuleEvent | undefined;
  /** The rule that closes it instead of routing it. */
  readonly closing?: ClosingRule | undefined;
  /** The role at its account to which its rule sends it first; null for none. */
  readonly accountRole?: AccountOwnerRole | null | undefined;
  /** Its account if known; set if rules ask for accounts, or one is protected. */
  readonly account?: RequestedAccount | undefined;
  /** Its absent owner, whose cover gets it before all others. */
  readonly coverFor?: string | undefined;
  /** Whether its rule sends it first to a rep with an open lead of its company. */
  readonly asksCompany?: boolean | undefined;
  /** The rule above that sends it first to them, and goes on with this one. */
  readonly above?: RuleAbove | undefined;
  /** Its company, if a rule asks for it. */
  readonly company?: RequestedCompany | undefined;
  readonly skills?: readonly NeededSkill[] | undefined;
  /** Its source in lower case, for capacities per source. */
  readonly source?: string | undefined;
  /** The result of each rule, for the trace. */
  readonly rules?: readonly RuleResult[] | undefined;
  /**
   * Its former owners, who get it only if nobody else is eligible, in the pool or its fallbacks. A move excludes them,
   * including the present one.
   */
  readonly earlierOwners: readonly string[];
  /** Reps who never get it: a recycled lead goes to none of its former owners. */
  readonly excluded?: readonly string[] | undefined;
  /** Reps who have declined it in this cycle: they do not get it either. */
  readonly declined?: readonly string[] | undefined;
  /**
   * Former owners, the one who had it longest ago first. One of them may get it once more when everybody has had it and
   * the pool deals it again; empty if one has already.
   */
  readonly again?: readonly string[] | undefined;
  /** The rep who gets it if eligible, out of turn: a nurtured lead goes back to its last owner. Not for a move. */
  readonly preferredRepId?: string | undefined;
  /** Whether the preferred rep is the one who won its person. */
  readonly isCustomers?: boolean | undefined;
  /** The lead, maybe of the same person, whose owner is preferred; also one of the same batch. */
  readonly linkedTo?: string | undefined;
  /**
   * The present owner, who retains it if nobody else is eligible, whatever their capacity, because it is theirs
   * already. If it goes, their load falls, which frees capacity for the next lead of the batch.
   */
  readonly currentOwner?: { readonly repId: string; readonly untouched: boolean } | undefined;
  /** Why it waits for a person in the queue of its target, other than by its rule. */
  readonly held?: HeldInQueue | undefined;
  /** Whether the rules are in shadow: no pool is tried, not even the fallback. */
  readonly isShadow?: boolean | undefined;
  /** Whether it was offered and nobody claimed it in time, so that it is dealt. */
  readonly isOfferOver?: boolean | undefined;
  /** A test lead: dealt as a real one, but without taking a turn, counting towards capacity, or going to fallbacks. */
  readonly isTest?: boolean | undefined;
}
