import { Injectable } from '@nestjs/common';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { toReview } from '../../routing/queues/sent-to-queue.js';
import { queueOf } from '../../routing/rules/rules.js';
import { minuteBefore, roomFor } from '../../routing/sources/source-limit.js';
import { SourceTallyStore } from '../../routing/sources/source-tally.store.js';
import type { TransactionContext } from '../lifecycle.service.js';
import type { ToRoute } from '../routing/decided-leads.js';

/** A lead of a source that has a limit of leads routed within a minute. */
interface Limited {
  readonly each: ToRoute;
  readonly sourceId: string;
  readonly maxPerMinute: number;
}

/**
 * Sends leads beyond the limit of their source to the queue for review. It counts under the routing lock, which every
 * intake holds, so it is exact on any number of nodes. Sources without a limit cost no query.
 */
@Injectable()
export class SourceLimits {
  constructor(private readonly tallies: SourceTallyStore) {}

  /**
   * @param leads incoming leads, in their order @returns the same, those beyond a limit with the queue as their target
   */
  async apply({ tx, directory, now }: TransactionContext, leads: readonly ToRoute[]): Promise<readonly ToRoute[]> {
    const { sources, queues } = directory.content;
    const limited = leads.flatMap((each): Limited[] => {
      const { lead, document } = each.leadCase;
      const { id, maxPerMinute } = sources.of(document!.source) ?? {};
      const counts = maxPerMinute != null && !lead.test && !waitsForPerson(each.request, now);
      return counts ? [{ each, sourceId: id!, maxPerMinute }] : [];
    });
    if (limited.length === 0) return leads;
    const since = minuteBefore(now);
    const bySource = groupBy(limited, ({ sourceId }) => sourceId);
    const routed = groupBy(await this.tallies.readSince(tx, [...bySource.keys()], since), ({ sourceId }) => sourceId);
    const beyond = new Map<ToRoute, number>();
    const admitted = new Map<string, number>();
    for (const [sourceId, ofSource] of bySource) {
      const { maxPerMinute } = ofSource[0]!;
      const room = roomFor(routed.get(sourceId) ?? [], maxPerMinute, now);
      if (room > 0) admitted.set(sourceId, Math.min(room, ofSource.length));
      for (const { each } of ofSource.slice(room)) beyond.set(each, maxPerMinute);
    }
    if (admitted.size > 0) tx.send(this.tallies.add(tx, admitted, now, since));
    if (beyond.size === 0) return leads;
    return leads.map((each) => {
      const perMinute = beyond.get(each);
      if (perMinute === undefined) return each;
      const held = { by: 'limit', source: sources.labelOf(each.leadCase.document!.source), perMinute } as const;
      return { ...each, request: toReview(each.request, queues, held) };
    });
  }
}

/** Reports whether its rule sends a lead to a queue, and no rep of its account or company comes before. */
function waitsForPerson({ target, account, asksCompany, company }: RoutingRequest, now: Instant): boolean {
  const isOwners = account != null && (account.protectedUntil ?? now) > now && account.ownerRepId !== null;
  const isAsked = isOwners || account?.repId != null || (asksCompany === true && company?.repId != null);
  return queueOf(target) !== null && !isAsked;
}
