import { Injectable } from '@nestjs/common';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import { DirectoryService } from '../directory/directory.service.js';
import { effectOf } from '../disposition/suppression.js';
import { factsOf, type LeadDocument } from '../leads/lead.js';
import { asReachable, faultsOfLead, ownerGiven, readLead } from '../leads/reading.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import { RoutingDecisions } from '../lifecycle/routing/routing-decisions.service.js';
import { requestOfNewLead } from '../lifecycle/routing/routing-requests.js';
import { under } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { closedByRule } from '../routing/deciding/because.js';
import { decide } from '../routing/deciding/decision.js';
import { type RoutingTrace, TRACE_VERSION } from '../routing/deciding/trace.js';
import { renderTrace } from '../routing/deciding/trace-reading.js';
import { faultsOfRules, normalisedRules } from '../routing/rules/rulebook.js';
import {
  askAccounts,
  askCompanies,
  type CompiledRule,
  compileRules,
  matchRules,
  prepareRules,
  type RuleEvent,
  type RuleMatch,
} from '../routing/rules/rules.js';
import type { RoutingPreviewBody } from './routing-preview.schema.js';

interface PreviewView {
  readonly ownerId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly queue?: string;
  /** What would keep the person out. */
  readonly suppressionId?: string;
  /** Null for a lead that comes with its owner, about which nothing is decided. */
  readonly trace: RoutingTrace | null;
}

function closedBy(rule: string, rules: RuleMatch['evaluated'], at: Instant): RoutingTrace {
  return {
    version: TRACE_VERSION,
    at: toIso(at),
    rules,
    candidates: [],
    winner: null,
    because: `${closedByRule(rule)}.`,
  };
}

/** Previews who would get a lead, with the function of real routing. It writes nothing. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly routing: RoutingDecisions,
    private readonly accounts: LeadAccounts,
    private readonly suppressing: Suppressing,
    private readonly time: TimeSource,
  ) {}

  async preview({
    lead,
    at: requestedAt,
    rules: requestedRules,
    on = 'intake',
  }: RoutingPreviewBody): Promise<PreviewView> {
    // Before the transaction, which others would wait for.
    await prepareRules(requestedRules ?? [], new Turns());
    return this.database.transaction(async (tx) => {
      // As in real routing, the lock keeps configuration unchanged between reading it and reading its reps.
      await this.configuration.lockShared(tx);
      const now = this.time.now();
      const at = requestedAt === undefined ? now : instantOf(requestedAt);
      const directory = await this.directories.foreseen(tx, at);
      const draft = requestedRules && normalisedRules(requestedRules);
      refuse(under('/lead', faultsOfLead(lead, directory, at)), draft !== undefined && faultsOfRules(draft, directory));
      const id = newId(now);
      const { lists, sources, rulebook } = directory.content;
      const channel = sources.of(lead.source)?.channel;
      const read = asReachable(readLead(lead, { at, by: null, channel }, directory.content.settings));
      const suppressionId = await this.suppressionOf(tx, id, { read, isTest: lead.test === true, on, at });
      if (suppressionId !== null) return { ownerId: null, poolId: null, rule: null, suppressionId, trace: null };
      const ownerId = lead.test ? null : ownerGiven(lead, directory);
      if (ownerId !== null)
        return { ownerId: directory.standInFor(ownerId, at), poolId: null, rule: null, trace: null };
      const rules = draft === undefined ? rulebook.rules : compileRules(draft, directory.content.queues);
      const document = await this.withAccount(tx, id, rules, read);
      const match = matchRules(rules, factsOf(document), {
        lists,
        sources,
        isNew: on === 'intake',
        on,
        owners: document,
      });
      if (match.rule?.closes != null && !lead.test)
        return {
          ownerId: null,
          poolId: null,
          rule: match.rule.name,
          dispose: match.rule.closes,
          trace: closedBy(match.rule.name, match.evaluated, at),
        };
      // Past loads are not known; a later day starts at zero.
      const roster = await this.routing.readRoster(tx, directory, at, { loadsAt: Math.max(at, now) });
      const testPoolId = lead.test ? directory.content.settings.testPoolId : undefined;
      const request = requestOfNewLead(id, match, document, testPoolId, directory.content);
      const { decisions, snapshot } = decide([request], roster);
      const decision = decisions[0]!;
      return {
        ownerId: decision.kind === 'assigned' ? decision.repId : null,
        poolId: decision.poolId,
        rule: decision.rule,
        ...(decision.kind === 'queued' &&
          decision.queueId !== null && { queue: directory.content.queues.get(decision.queueId)!.name }),
        trace: renderTrace(snapshot, decision.trace),
      };
    });
  }

  /** Returns the suppression that would keep the person of a new lead out; null for none. Tests are exempt. */
  private async suppressionOf(
    tx: Tx,
    id: string,
    { read, isTest, on, at }: { read: LeadDocument; isTest: boolean; on: RuleEvent; at: Instant },
  ): Promise<string | null> {
    if (isTest || on !== 'intake') return null;
    const blocking = await this.suppressing.blocking(tx, [{ lead: { id }, document: read }], at);
    const suppression = blocking.get(id);
    return suppression !== undefined && effectOf(suppression, read) === 'closes' ? suppression.id : null;
  }

  /** Adds the account that the lead would have now, if the rules need it. */
  private async withAccount(tx: Tx, id: string, rules: readonly CompiledRule[], document: LeadDocument) {
    const asking = { lead: { id }, document: document as LeadDocument | null };
    const rulesAsk = { accounts: askAccounts(rules), companies: askCompanies(rules) };
    await this.accounts.knowToRoute(tx, { rulesAsk }, [asking]);
    return asking.document!;
  }
}
