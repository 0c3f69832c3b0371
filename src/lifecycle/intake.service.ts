import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { type DispositionRow, DispositionStore } from '../disposition/disposition.store.js';
import type { SuppressionRow } from '../disposition/suppression.store.js';
import type { LeadBody } from '../leads/lead.dto.js';
import type { LeadDocument } from '../leads/lead.js';
import { type ExternalKey, externalKey, LeadStore } from '../leads/lead.store.js';
import { faultsOfLead, INACTIVE_OWNER, OWNER_OF_TEST, ownerGiven, readLead } from '../leads/reading.js';
import { type Actor, system } from '../platform/actor.js';
import type { Fault } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';
import { Turns } from '../platform/turns.js';
import type { RoutingRequest } from '../routing/decision.js';
import { newLeadState, promisedFrom } from './cycle.js';
import { LeadCase } from './lead-case.js';
import { beginLeadsClock } from './lead-clocks.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { pinPolicy } from './matching-policy.js';
import { followCondition } from './pausing.js';
import { own, type Placement } from './placing.js';
import { Router, type ToRoute } from './router.service.js';
import { requestByRules } from './routing-requests.js';
import { keepOut, Suppressing } from './suppressing.service.js';

/** A lead as it arrived; the schema has checked it. */
export interface Arrival {
  readonly body: LeadBody;
  /** When its request arrived. */
  readonly at: Instant;
  readonly actor: Actor;
  /** The key that sent it. */
  readonly keyId: string | null;
  /** Which id it gets; one of its own when its sender does not mind being heard twice. */
  readonly id?: string;
}

export type Received =
  | { readonly status: 'created'; readonly leadCase: LeadCase }
  | { readonly status: 'existing'; readonly id: string }
  /** The very request made it before, and its answer was lost. */
  | { readonly status: 'madeBefore'; readonly id: string }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/** Takes leads in: recorded, owned and promised in one transaction, however many arrive together. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly leads: LeadStore,
    private readonly router: Router,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
  ) {}

  /** One answer for each arrival, in their order. */
  async receive(arrivals: readonly Arrival[]): Promise<Received[]> {
    // Before the transaction: what rules ask of a batch may take longer than a session may idle in one.
    const known = await this.directories.latestKnown();
    let ahead: readonly Read[] | null = await readAll(known, arrivals);
    return this.lifecycle.perform(async (scene) => {
      // Anew by a configuration that has changed, and in a second attempt: what the first decided stands in its cases.
      const read = ahead !== null && scene.directory === known ? ahead : await readAll(scene.directory, arrivals);
      ahead = null;
      return this.receiveIn(scene, arrivals, read);
    });
  }

  private async receiveIn(scene: Scene, arrivals: readonly Arrival[], read: readonly Read[]): Promise<Received[]> {
    const { tx } = scene;
    const [now, existing, madeBefore, blocked] = await Promise.all([
      this.router.lock(tx),
      this.leads.findExisting(tx, keysOf(arrivals)),
      this.leads.findMade(
        tx,
        read.flatMap(({ givenId }) => givenId ?? []),
      ),
      this.suppressing.blocking(
        tx,
        read.flatMap((each) => ('faults' in each || each.leadCase.lead.test ? [] : [each.leadCase])),
        scene.now,
      ),
    ]);
    const fresh: Fresh[] = [];
    const results = read.map((each): Received => {
      // Before its faults: what was right when it was made may have become too old since.
      if (each.givenId !== undefined && madeBefore.has(each.givenId)) return { status: 'madeBefore', id: each.givenId };
      const known = each.key === null ? undefined : existing.get(each.key);
      if (known !== undefined) return { status: 'existing', id: known };
      if ('faults' in each) return { status: 'invalid', faults: each.faults };
      if (each.key !== null) existing.set(each.key, each.leadCase.lead.id);
      fresh.push(each);
      return { status: 'created', leadCase: each.leadCase };
    });
    if (fresh.length > 0) await this.take({ ...scene, now }, fresh, blocked);
    return results;
  }

  /** Nobody knows these leads yet: they are recorded, owned and promised. */
  private async take(scene: Scene, fresh: readonly Fresh[], blocked: Blocked): Promise<void> {
    const { tx } = scene;
    const cases = fresh.map(({ leadCase }) => leadCase);
    const work = this.lifecycle.workOn(cases, scene, system('intake'));
    const toRoute: ToRoute[] = [];
    const keptOut: DispositionRow[] = [];
    for (const each of fresh) {
      const { leadCase } = each;
      work.record(leadCase, 'lead.received', receivedFacts(leadCase));
      const suppression = blocked.get(leadCase.lead.id);
      if (suppression !== undefined) {
        keptOut.push(keepOut(work, leadCase, suppression));
        continue;
      }
      followCondition(work, leadCase, promisedFrom(leadCase));
      if ('request' in each) toRoute.push({ leadCase, request: each.request, placing: { cause: 'intake' } });
      else own(work, leadCase, givenTo(each.ownerId), { cause: 'given' });
    }
    await this.router.route(tx, work, toRoute);
    // After routing: the pool whose calendar the lead's promise is counted in is known only now.
    const turns = new Turns();
    for (const { leadCase } of fresh) {
      if (leadCase.lead.status === 'open') beginLeadsClock(work, leadCase, promisedFrom(leadCase));
      await turns.next();
    }
    await this.lifecycle.save(tx, work);
    tx.send(this.dispositions.insertMany(tx, keptOut));
  }
}

/** By which leads are kept out, by their ids. */
type Blocked = ReadonlyMap<string, SuppressionRow>;

/** What came, as far as it is known without looking at other leads. */
interface Looked {
  /** Source and external id, as they are compared; null without the latter. */
  readonly key: string | null;
  /** Which id its sender's request has for it. */
  readonly givenId: string | undefined;
}

/** A lead that may be taken. */
type Fresh = Looked & { readonly leadCase: LeadCase } & (
    | { readonly request: RoutingRequest }
    /** Whom its sender gives it to. */
    | { readonly ownerId: string }
  );

type Read = Fresh | (Looked & { readonly faults: readonly Fault[] });

/** Before the routing lock, so that nobody waits for it. */
async function readAll(directory: Directory, arrivals: readonly Arrival[]): Promise<Read[]> {
  const read: Read[] = [];
  const turns = new Turns();
  for (const arrival of arrivals) {
    read.push(readArrival(directory, arrival));
    await turns.next();
  }
  return read;
}

function readArrival(directory: Directory, arrival: Arrival): Read {
  const { body } = arrival;
  const key = body.externalId === undefined ? null : externalKey({ ...body, externalId: body.externalId });
  const looked = { key, givenId: arrival.id };
  const faults = faultsOfLead(body, directory, arrival.at);
  if (faults.length > 0) return { ...looked, faults };
  const read = readLead(body, { at: arrival.at, by: arrival.keyId }, directory.content.settings);
  const ownerId = body.test ? null : ownerGiven(body, directory);
  const isPassedOver = body.owner !== undefined && ownerId === null;
  const issue = body.test ? OWNER_OF_TEST : INACTIVE_OWNER;
  const document = isPassedOver ? { ...read, issues: [...read.issues, issue] } : read;
  const leadCase = newCase(document, arrival.id ?? newId(document.receivedAt), arrival.actor);
  pinPolicy(directory, leadCase);
  const place = ownerId === null ? { request: requestByRules(directory, leadCase, 'intake') } : { ownerId };
  return { ...looked, leadCase, ...place };
}

function keysOf(arrivals: readonly Arrival[]): ExternalKey[] {
  return arrivals.flatMap(({ body: { source, externalId, test } }) =>
    externalId === undefined ? [] : [{ source, externalId, test }],
  );
}

function givenTo(repId: string): Placement {
  return { repId, poolId: null, rule: null, snapshotId: null, trace: null };
}

function newCase(document: LeadDocument, id: string, actor: Actor): LeadCase {
  const lead = newLeadState(id, document.receivedAt, document.test);
  return new LeadCase({ lead, before: null, document, actor });
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
