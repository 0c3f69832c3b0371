import { Injectable } from '@nestjs/common';
import type { LeadBody } from '../leads/lead.dto.js';
import type { LeadDocument } from '../leads/lead.js';
import { externalKey, LeadStore } from '../leads/lead.store.js';
import { faultsOfLead, readLead } from '../leads/reading.js';
import type { Actor } from '../platform/actor.js';
import type { Tx } from '../platform/database.js';
import type { Fault } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import { toIso } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import { beginLeadsClock } from './clocks.js';
import { newLeadState, promisedFrom } from './cycle.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { pinPolicy } from './matching-policy.js';
import { own } from './placing.js';
import { Router, type ToRoute } from './router.service.js';
import { requestByRules } from './routing-requests.js';
import type { LeadCase } from './work.js';

/** A lead as it arrived; the schema has checked it. */
export interface Arrival {
  readonly body: LeadBody;
  readonly actor: Actor;
  /** The key that sent it. */
  readonly keyId: string | null;
}

export type Received =
  | { readonly status: 'created'; readonly leadCase: LeadCase }
  | { readonly status: 'existing'; readonly id: string }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/** Takes leads in: recorded, owned and promised in one transaction, however many arrive together. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leads: LeadStore,
    private readonly router: Router,
  ) {}

  /** One answer for each arrival, in their order. */
  async receive(arrivals: readonly Arrival[]): Promise<Received[]> {
    return this.lifecycle.performWith(
      (tx) => this.askForExisting(tx, arrivals),
      (scene, existing) => this.receiveIn(scene, arrivals, existing),
    );
  }

  /** Under the routing lock no other intake can slip the same lead in between this question and the insert. */
  private askForExisting(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<string, string>> {
    this.router.lock(tx);
    const keys = arrivals.flatMap(({ body: { source, externalId } }) =>
      externalId === undefined ? [] : [{ source, externalId }],
    );
    return this.leads.findExisting(tx, keys);
  }

  private async receiveIn(
    scene: Scene,
    arrivals: readonly Arrival[],
    existing: Map<string, string>,
  ): Promise<Received[]> {
    const { tx, now, directory } = scene;
    const results: Received[] = [];
    const accepted: { index: number; leadCase: LeadCase; arrival: Arrival }[] = [];
    for (const [index, arrival] of arrivals.entries()) {
      const { body } = arrival;
      const key =
        body.externalId === undefined ? null : externalKey({ source: body.source, externalId: body.externalId });
      const known = key === null ? undefined : existing.get(key);
      if (known !== undefined) {
        results[index] = { status: 'existing', id: known };
        continue;
      }
      const faults = faultsOfArrival(scene, body);
      if (faults.length > 0) {
        results[index] = { status: 'invalid', faults };
        continue;
      }
      const leadCase = newCase(readLead(body, { at: now, by: arrival.keyId }, directory.content.settings));
      if (key !== null) existing.set(key, leadCase.lead.id);
      accepted.push({ index, leadCase, arrival });
      results[index] = { status: 'created', leadCase };
    }
    if (accepted.length === 0) return results;

    const work = this.lifecycle.workOn(
      accepted.map((each) => each.leadCase),
      scene,
      arrivals[0]!.actor,
    );
    const policies = new Map<LeadCase, SlaPolicy | null>();
    const toRoute: ToRoute[] = [];
    for (const { leadCase, arrival } of accepted) {
      const policy = pinPolicy(work, leadCase);
      policies.set(leadCase, policy);
      work.record(leadCase, 'lead.received', receivedFacts(leadCase), arrival.actor);
      const given = arrival.body.owner?.repId.toLowerCase();
      if (given !== undefined) {
        own(
          work,
          leadCase,
          { repId: given, poolId: null, rule: null, snapshotId: null, trace: null },
          { cause: 'given', policy },
        );
      } else {
        const request = requestByRules(work, leadCase, { earlierOwners: [], earlierOwnersAre: 'avoided' });
        toRoute.push({ leadCase, request, placing: { cause: 'intake', policy } });
      }
    }
    await this.router.route(tx, work, toRoute);
    // After routing: the pool whose calendar the lead's promise is counted in is known only now.
    for (const [leadCase, policy] of policies) {
      if (policy !== null) beginLeadsClock(work, leadCase, policy, promisedFrom(leadCase, policy));
    }
    this.lifecycle.save(tx, work);
    return results;
  }
}

function faultsOfArrival({ directory, now }: Scene, body: LeadBody): Fault[] {
  const faults = faultsOfLead(body, directory.content.settings, now);
  if (body.owner !== undefined && directory.rep(body.owner.repId.toLowerCase()) === undefined) {
    faults.push({ pointer: '/owner/repId', code: 'unknownId', message: `There is no rep ${body.owner.repId}.` });
  }
  return faults;
}

function newCase(document: LeadDocument): LeadCase {
  const lead = newLeadState(newId(document.receivedAt), document.receivedAt);
  return { lead, before: null, document, assignment: null, owners: [], clocks: [] };
}

/** Facts alone: nothing here tells who the person is. */
function receivedFacts({ lead, document }: LeadCase): Record<string, unknown> {
  const { source, channel, campaign, test, issues, submittedAt } = document!;
  return {
    source,
    ...(channel !== null && { channel }),
    ...(campaign !== null && { campaign }),
    ...(submittedAt !== null && { submittedAt: toIso(submittedAt) }),
    ...(issues.length > 0 && { issues }),
    test,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
  };
}
