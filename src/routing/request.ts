import type { RequestedAccount, RequestedCompany } from './of-account.js';
import type { AccountOwnerRole, ClosingRule, RuleEvent, RuleResult, Target } from './rules.js';
import type { HeldInQueue } from './sent-to-queue.js';
import type { NeededSkill } from './skills.js';

/** A lead to be routed. */
export interface RoutingRequest {
  readonly leadId: string;
  /**
   * `route`: it has no owner, and waits in the queue if nobody is eligible. `move`: its owner missed a promise; it goes
   * to somebody who has not had it, or stays.
   */
  readonly kind: 'route' | 'move';
  /** Its target; null if no rule matched, which means the fallback pool, else the queue. */
  readonly target: Target | null;
  /** The name of the rule. */
  readonly rule: string | null;
  /** Because of which event its rules were asked; its arrival by default. */
  readonly on?: RuleEvent | undefined;
  /** The rule that closes it, in place of all routing. */
  readonly closing?: ClosingRule | undefined;
  /** Who of its account its rule sends it to first; null for nobody. */
  readonly accountRole?: AccountOwnerRole | null | undefined;
  /** Its account, as far as it is known: where rules ask for accounts, or one is protected. */
  readonly account?: RequestedAccount | undefined;
  /** Its owner, who is away: whoever stands in for them gets it before all others. */
  readonly coverFor?: string | undefined;
  /** Whether its rule sends it first to whoever has an open lead of its company. */
  readonly asksCompany?: boolean | undefined;
  /** Its company, where a rule asks for that. */
  readonly company?: RequestedCompany | undefined;
  /** What its rule asks of its owner. */
  readonly skills?: readonly NeededSkill[] | undefined;
  /** Its source in lower case, for capacities per source. */
  readonly source?: string | undefined;
  /** The result of each rule, for the trace. */
  readonly rules?: readonly RuleResult[] | undefined;
  /**
   * Its former owners, who get it only if nobody else is eligible, in the pool or its fallbacks. A move excludes them, and
   * the present one, who is among them.
   */
  readonly earlierOwners: readonly string[];
  /** Reps who never get it: a recycled lead goes to none of its former owners. */
  readonly excluded?: readonly string[] | undefined;
  /** Reps who have declined it in this cycle: they do not get it either. */
  readonly declined?: readonly string[] | undefined;
  /**
   * Former owners, whoever had it longest ago first, one of whom may get it once more when everybody has had it and the
   * pool deals it again; none where one has.
   */
  readonly again?: readonly string[] | undefined;
  /** Gets it if eligible, out of turn: a nurtured lead goes back to its last owner. Not for a move. */
  readonly preferredRepId?: string | undefined;
  /**
   * The present owner. They keep it if nobody else is eligible, whatever their capacity, because it is theirs already.
   * If it goes, their load falls, which frees capacity for the next lead of the batch.
   */
  readonly currentOwner?: { readonly repId: string; readonly untouched: boolean } | undefined;
  /** Why it waits for a person in the queue of its target, other than by its rule. */
  readonly held?: HeldInQueue | undefined;
  /** The rules act on nothing: no pool is asked, not even the fallback. */
  readonly isShadow?: boolean | undefined;
  /** It was offered, and nobody has claimed it in time: it is dealt. */
  readonly isOfferOver?: boolean | undefined;
  /** A test lead: dealt as a real one, but without taking a turn, counting towards capacity, or going to fallbacks. */
  readonly isTest?: boolean | undefined;
}
