import type { Directory } from '../../directory/directory.js';
import { factsOf, type LeadDocument } from '../../leads/lead.js';
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
  targetOf(
    lead: ReplayedLead,
    placed: PastPlacement,
    document: LeadDocument,
  ): RuleTarget | 'asItWas' | 'closed' | null {
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
        const match = this.match(document, on, cause === 'intake');
        if (match.rule?.closes != null) return 'closed';
        const target = targetOfMatch(match, factsOf(document), on);
        const isTheirs = match.rule === null || isAmong(this.directory, target.target, lead.ownerId);
        return cause === 'milestone' && isTheirs ? null : target;
      }
      case 'breach':
        return lead.ownerId === null ? null : this.targetInPool(lead, document);
      case 'queue':
        return lead.waiting === null ? null : this.targetFromQueue(lead, document);
      case 'claim':
        return lead.waiting === null || lead.poolId === null ? null : this.targetInPool(lead, document);
      case 'absence':
      case 'decline':
        if (fromRepId === null) return 'asItWas';
        return lead.ownerId === null || lead.ownerId !== fromRepId ? null : this.targetInPool(lead, document);
      case 'offboard':
        if (lead.ownerId !== fromRepId) return null;
        return poolId === null ? 'asItWas' : { target: { poolId }, rule: null };
      case 'manual':
        if (poolId === null) return 'asItWas';
        // By its corrected data, the rules assign it elsewhere.
        if (!isPoolChosen) return this.targetByRules(lead, document);
        return { target: { poolId }, rule: null };
      default:
        return 'asItWas';
    }
  }

  /** Returns the pool of a lead with the skills that its rule requires; without a pool, asks the rules. */
  private targetInPool(lead: ReplayedLead, document: LeadDocument): RuleTarget {
    const { poolId, rule } = lead;
    if (poolId === null) return this.targetByRules(lead, document);
    return { target: { poolId }, rule, skills: ruleOf(this.directory, { lead })?.skills?.of(factsOf(document)) };
  }

  /** Returns the target by the rules, unless a person chose the pool. */
  targetFromQueue(lead: ReplayedLead, document: LeadDocument): RuleTarget {
    if (lead.isPoolChosen && lead.poolId !== null) return this.targetInPool(lead, document);
    return this.targetByRules(lead, document);
  }

  private targetByRules(lead: ReplayedLead, document: LeadDocument): RuleTarget {
    const on = ruleOf(this.directory, { lead })?.on ?? 'intake';
    return targetOfMatch(this.match(document, on), factsOf(document), on);
  }

  match(document: LeadDocument, on: RuleEvent = 'intake', isNew = false): RuleMatch {
    const { lists, sources } = this.directory.content;
    const match = matchRules(this.all, factsOf(document), { lists, sources, isNew, on, owners: document });
    for (const { name, matched } of match.evaluated) if (matched) this.matched.add(name);
    return match;
  }
}
