import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { promiseOfQueue } from '../../directory/queue-promises.js';
import { knownNameOf, namesOf } from '../../leads/lead.js';
import { sightOf } from '../../leads/visibility.js';
import { type WaitingLead, WaitingStore } from '../../leads/waiting.store.js';
import { LeadAccounts } from '../../lifecycle/lead-accounts.service.js';
import { LeadCases } from '../../lifecycle/lead-cases.service.js';
import { FurtherLeads } from '../../lifecycle/routing/further-leads.service.js';
import { reachOf } from '../../lifecycle/routing/roster-facts.js';
import { RoutingDecisions } from '../../lifecycle/routing/routing-decisions.service.js';
import { requestFromQueue } from '../../lifecycle/routing/routing-requests.js';
import { mapPage, type Page, readPage } from '../../platform/http/page.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Turns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import { pluck, portionsOf } from '../../platform/values/group.js';
import { offerEndsAt } from '../../routing/assignments/claiming.js';
import { decide } from '../../routing/deciding/decision.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { renderTrace } from '../../routing/deciding/trace-reading.js';
import { IN_SHADOW, whyNobody } from '../../routing/queues/next-chance.js';
import { nameOfQueue, queueNamed, unknownQueue } from '../../routing/queues/queue.dto.js';
import type { WaitingQuery, WaitingView } from './routing.schema.js';

const LOOKED_AT_ONCE = 20;

@Injectable()
export class WaitingService {
  constructor(
    private readonly database: Database,
    private readonly waiting: WaitingStore,
    private readonly directories: DirectoryService,
    private readonly cases: LeadCases,
    private readonly routing: RoutingDecisions,
    private readonly accounts: LeadAccounts,
    private readonly further: FurtherLeads,
    private readonly time: TimeSource,
  ) {}

  /** Returns the waiting leads that the caller may see, oldest first, with the present reason for each. */
  async list(caller: Caller, page: WaitingQuery): Promise<Page<WaitingView>> {
    const { queue } = page;
    const directory = await this.directories.now();
    const sight = sightOf(caller, directory);
    const { queues } = directory.content;
    refuse(unknownQueue(queue, queues, '/queue'));
    const queueId = queue === undefined ? null : queueNamed(queues, queue)!.id;
    const read = (key: [Instant, string] | null, limit: number) =>
      this.waiting.readPage(sight, { after: key && { since: key[0], id: key[1] }, queueId }, limit);
    const found = await readPage(page, ['instant', 'id'], read, (row) => [row.since, row.leadId]);
    const reasons = await this.reasonsOf(found.data, directory);
    return mapPage(found, (row) => view(row, directory, { why: reasons.get(row.leadId), now: this.time.now() }));
  }

  /** Decides each lead by the present rules and reps: the reason why it came to wait may no longer apply. */
  private async reasonsOf(rows: readonly WaitingLead[], directory: Directory): Promise<Map<string, string>> {
    const reasons = new Map<string, string>();
    const names = namesOf(directory);
    for (const { leadId, waiting, poolId, since } of rows) {
      if (waiting !== 'claim') continue;
      const until = names.when(toIso(offerEndsAt(directory.pool(poolId)!, since)));
      reasons.set(leadId, `Members of ${names.pool(poolId)} may claim it until ${until}; then it is dealt in turn.`);
    }
    const unoffered = rows.filter(({ leadId }) => !reasons.has(leadId));
    if (directory.isShadow) for (const { leadId } of unoffered) reasons.set(leadId, IN_SHADOW);
    if (unoffered.length === 0 || directory.isShadow) return reasons;
    const { reads } = this.database;
    const turns = new Turns();
    const requests: RoutingRequest[] = [];
    // In small portions: the documents of a thousand leads may take hundreds of megabytes.
    for (const few of portionsOf(unoffered, () => 1, LOOKED_AT_ONCE)) {
      const ids = few.map(({ leadId }) => leadId);
      const leadCases = await this.cases.lookWithout(reads, ids);
      await this.accounts.knowToRoute(reads, directory, leadCases);
      const waiting = leadCases.map((leadCase) => ({ leadCase, request: requestFromQueue(directory, leadCase) }));
      requests.push(...pluck(await this.further.asTheyAreNow(reads, directory, waiting), 'request'));
      await turns.next();
    }
    const now = this.time.now();
    const among = reachOf(directory, requests, now);
    const roster = await this.routing.readRoster(reads, directory, now, { among });
    for (const request of requests) {
      const { decisions, snapshot } = decide([request], roster);
      const trace = renderTrace(snapshot, decisions[0]!.trace);
      reasons.set(request.leadId, whyNobody(decisions[0]!, trace, names.pool));
      await turns.next();
    }
    return reasons;
  }
}

function view(
  { since, queueId, queueSince, contact, company, ...row }: WaitingLead,
  directory: Directory,
  {
    why = 'It has just been taken out of the queue.',
    now,
  }: { readonly why: string | undefined; readonly now: Instant },
): WaitingView {
  const name = knownNameOf({ contact, company }) ?? null;
  const promise = queueSince === null ? null : promiseOfQueue(directory, queueId);
  const outBy = promise === null ? null : promise.outBy(queueSince!);
  return {
    ...row,
    name,
    queue: nameOfQueue(directory.content.queues, queueId),
    since: toIso(since),
    outBy: isoOrNull(outBy),
    overdue: outBy !== null && outBy <= now,
    why,
  };
}
