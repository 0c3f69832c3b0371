import type { LeadFacts } from '../../conditions/lead-facts.js';
import type { Directory } from '../../directory/directory.js';
import { isAmong, type RuleTarget, ruleOf, targetOfMatch } from '../../lifecycle/routing/asking-rules.js';
import { type CompiledRule, matchRules, type RuleEvent, type RuleMatch } from '../../routing/rules/rules.js';
import type { PastPlacement } from './history.js';
import type { ReplayedLead } from './replayed-lead.js';

/** Matches leads with the draft's rules, and records which rules matched. */
export class ReplayedRules {
  readonly matched = new Set<string>();

  constructor(private readonly directory: Directory) {}

  get all(): readonly CompiledRule[] {
    return this.directory.content.rulebook.rules;
  }

  /** Returns the target; `asItWas` or `closed` if there is none; null if the replay has no such decision. */
  targetOf(lead: ReplayedLead, placed: PastPlacement, facts: LeadFacts): RuleTarget | 'asItWas' | 'closed' | null {
    const { cause, fromRepId, poolId, isPoolChosen, milestone } = placed;
    if (placed.snapshotId === null) return 'asItWas';
    switch (cause) {
      case 'intake':
      case 'wake':
      case 'recycle':
      case 'reopen':
      case 'inquiry':
      case 'deal':
      case 'milestone': {
        const on = cause === 'milestone' ? (`milestone:${milestone}` as RuleEvent) : 'intake';
        const match = this.match(facts, on, cause === 'intake');
        if (match.rule?.closes != null) return 'closed';
        const target = targetOfMatch(match, facts, on);
        const isTheirs = match.rule === null || isAmong(this.directory, target.target, lead.ownerId);
        return cause === 'milestone' && isTheirs ? null : target;
      }
      case 'breach':
        return lead.ownerId === null ? null : this.targetInPool(lead, facts);
      case 'queue':
        return lead.waiting === null ? null : this.targetFromQueue(lead, facts);
      case 'claim':
        return lead.waiting === null || lead.poolId === null ? null : this.targetInPool(lead, facts);
      case 'absence':
      case 'decline':
        if (fromRepId === null) return 'asItWas';
        return lead.ownerId === null || lead.ownerId !== fromRepId ? null : this.targetInPool(lead, facts);
      case 'offboard':
        if (lead.ownerId !== fromRepId) return null;
        return poolId === null ? 'asItWas' : { target: { poolId }, rule: null };
      case 'manual':
        if (poolId === null) return 'asItWas';
        // By its corrected data, the rules assign it elsewhere.
        if (!isPoolChosen) return this.targetByRules(lead, facts);
        return { target: { poolId }, rule: null };
      default:
        return 'asItWas';
    }
  }

  /** Returns the pool of a lead with the skills that its rule requires; without a pool, asks the rules. */
  private targetInPool(lead: ReplayedLead, facts: LeadFacts): RuleTarget {
    const { poolId, rule } = lead;
    if (poolId === null) return this.targetByRules(lead, facts);
    return { target: { poolId }, rule, skills: ruleOf(this.directory, { lead })?.skills?.of(facts) };
  }

  /** Returns the target by the rules, unless a person chose the pool. */
  targetFromQueue(lead: ReplayedLead, facts: LeadFacts): RuleTarget {
    if (lead.isPoolChosen && lead.poolId !== null) return this.targetInPool(lead, facts);
    return this.targetByRules(lead, facts);
  }

  private targetByRules(lead: ReplayedLead, facts: LeadFacts): RuleTarget {
    const on = ruleOf(this.directory, { lead })?.on ?? 'intake';
    return targetOfMatch(this.match(facts, on), facts, on);
  }

  match(facts: LeadFacts, on: RuleEvent = 'intake', isNew = false): RuleMatch {
    const { lists, sources } = this.directory.content;
    const match = matchRules(this.all, facts, { lists, sources, isNew, on });
    if (match.rule !== null) this.matched.add(match.rule.name);
    return match;
  }
}
