import { type Instant, toIso } from '../../platform/values/duration.js';
import type { CompiledRule } from '../../routing/rules/rules.js';
import type { PastPlacement } from './history.js';
import { DIFFERENCES_MAX } from './replay.schema.js';
import type { ReplayedLead } from './replayed-lead.js';

interface Would {
  readonly repId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly because: string | null;
}

export const NOWHERE: Would = { repId: null, poolId: null, rule: null, because: null };

export function whereIs({ isOpen, ownerId, poolId, rule }: ReplayedLead, because: string | null): Would {
  return isOpen ? { repId: ownerId, poolId, rule, because } : { ...NOWHERE, because };
}

type World = 'would' | 'was';
type Beside = Record<World, number>;

interface Difference {
  readonly leadId: string;
  readonly at: string;
  readonly cause: string;
  readonly would: Would;
  readonly was: Would;
}

export class ReplayTally {
  private readonly leads = new Set<string>();
  private readonly different = new Set<string>();
  private readonly differences: Difference[] = [];
  private readonly waited: Record<World, Set<string>> = { would: new Set(), was: new Set() };
  private readonly closed: Beside = { would: 0, was: 0 };
  private readonly byRep = new Map<string, Beside>();
  private readonly byRule = new Map<string | null, Beside>();

  got(world: World, repId: string): void {
    countIn(this.byRep, repId, world);
  }

  /** Counts the first routing of a new lead. */
  routed(world: World, rule: string | null): void {
    countIn(this.byRule, rule, world);
  }

  waits(world: World, leadId: string): void {
    this.waited[world].add(leadId);
  }

  closes(world: World): void {
    this.closed[world] += 1;
  }

  /** Compares the owners of a lead after a decision. */
  compare(
    leadId: string,
    at: Instant,
    would: Would,
    was: Pick<PastPlacement, 'repId' | 'poolId' | 'rule' | 'cause' | 'because'>,
  ): void {
    this.leads.add(leadId);
    if (would.repId === was.repId || this.different.has(leadId)) return;
    this.different.add(leadId);
    if (this.differences.length >= DIFFERENCES_MAX) return;
    const { cause, repId, poolId, rule, because } = was;
    this.differences.push({ leadId, at: toIso(at), cause, would, was: { repId, poolId, rule, because } });
  }

  resultOf(
    { from, to }: { readonly from: string; readonly to: string },
    rules: readonly CompiledRule[],
    matched: ReadonlySet<string>,
  ) {
    const names = rules.map(({ name }) => name);
    const others = [...this.byRule.keys()].filter((name) => name !== null && !names.includes(name));
    const rows = [...names, ...others, null].flatMap((rule) => {
      const counted = this.byRule.get(rule);
      return counted === undefined ? [] : [{ rule, ...counted }];
    });
    const byRep = Array.from(this.byRep, ([repId, counted]) => ({ repId, ...counted }));
    return {
      from,
      to,
      leads: this.leads.size,
      same: this.leads.size - this.different.size,
      different: this.different.size,
      waited: { would: this.waited.would.size, was: this.waited.was.size },
      closedByRules: this.closed,
      byRep: byRep.sort(
        (one, other) => other.would - one.would || other.was - one.was || (one.repId < other.repId ? -1 : 1),
      ),
      byRule: rows,
      neverMatched: names.filter((name) => !matched.has(name)),
      differences: this.differences,
    };
  }
}

function countIn<Key>(counts: Map<Key, Beside>, key: Key, world: World): void {
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { would: 0, was: 0, [world]: 1 });
  else known[world] += 1;
}
