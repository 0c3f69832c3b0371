import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { StillInFlightError } from '../auth/idempotency.errors.js';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import type { Caller } from '../auth/scope.js';
import { ClockStore } from '../clocks/clock.store.js';
import { DirectoryService } from '../directory/directory.service.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { TouchBody } from '../leads/activity.dto.js';
import { ActivityStore, type ReportedTouch, type TouchRow, touchKey } from '../leads/activity.store.js';
import { LeadMatchStore } from '../leads/lead-match.store.js';
import { type LeadName, readName } from '../leads/naming.js';
import type { NamedTouchBody } from '../leads/touch-batch.dto.js';
import { workSightOf } from '../leads/visibility.js';
import { Database, isUnavailable } from '../platform/database.js';
import { mayBeOfOne } from '../platform/gatherer.js';
import { groupBy } from '../platform/group.js';
import { nthId } from '../platform/ids.js';
import { InvalidRequestError, NotFoundError } from '../platform/refusal.js';
import { TimeSource } from '../platform/time-source.js';
import { Turns } from '../platform/turns.js';
import type { SlaPolicy } from '../sla/policy.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import { mayWorkOn } from './acting.service.js';
import { whoGetsItBack } from './giving-back.js';
import { GivingBack } from './giving-back.service.js';
import type { LeadCase } from './lead-case.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import {
  asksAgain,
  faultsOfTouch,
  happenedAt,
  readTouch,
  refusalOf,
  type TouchRefusal,
  touchFacts,
} from './reading-touches.js';
import { ReopeningService } from './reopening.service.js';
import { takeTouch } from './touching.js';
import type { UnitOfWork } from './unit-of-work.js';
import { mayProveUnreachable, moveOutUnreachable } from './unreachable.js';

/** Nobody waits for a lead longer than a transaction on so many takes. */
const LEADS_AT_ONCE = 200;

/** A touch of a batch, and its place in it. */
export interface Report<Body = TouchBody> {
  readonly index: number;
  readonly body: Body;
}

/** One whose lead is known. */
interface LeadReport extends Report {
  readonly leadId: string;
}

/** What became of a report. */
export type TouchTaken =
  | { readonly status: 'recorded' | 'existing'; readonly id: string; readonly leadId: string }
  | { readonly status: 'noMatch' }
  | { readonly status: 'refused'; readonly refusal: TouchRefusal }
  /** It alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** By the places of the reports. */
type AllTaken = Map<number, TouchTaken>;

/** Records contact attempts, whoever reports them, however many and however late. */
@Injectable()
export class TouchesService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly clocks: ClockStore,
    private readonly archive: PolicyArchive,
    private readonly matches: LeadMatchStore,
    private readonly givingBack: GivingBack,
    private readonly returning: ReopeningService,
    private readonly dispositions: DispositionStore,
    private readonly requests: IdempotencyStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @returns the touch, and whether it is new: a repeated `externalId` gives the first one again */
  async touch(id: string, body: TouchBody, caller: Caller): Promise<{ touch: TouchRow; isNew: boolean }> {
    const taken = (await this.takeAll([{ index: 0, leadId: id, body }], caller)).get(0)!;
    switch (taken.status) {
      case 'recorded':
      case 'existing':
        return {
          touch: (await this.activity.findTouchById(this.database, taken.id))!,
          isNew: taken.status === 'recorded',
        };
      case 'noMatch':
        throw new NotFoundError('lead', id);
      case 'refused':
        throw taken.refusal;
      case 'failed':
        throw taken.cause;
    }
  }

  /** Takes touches of any leads, each on its own. @returns what became of each, by its place */
  async touchMany(reports: readonly Report<NamedTouchBody>[], caller: Caller): Promise<AllTaken> {
    // Before anything is asked of them: by what a request has done already, its leads may be known otherwise now.
    const taken = await this.findMade(reports, caller);
    const directory = await this.directories.now();
    const { defaultCountry } = directory.content.settings;
    const named: { readonly name: LeadName; readonly report: Report }[] = [];
    for (const { index, body: given } of reports) {
      if (taken.has(index)) continue;
      const { leadId, leadExternalId, source, email, phone, ...body } = given;
      const name = readName({ leadId, leadExternalId, source, email, phone }, defaultCountry);
      if ('by' in name) named.push({ name, report: { index, body } });
      else {
        const faults = faultsOfTouch({ now: this.time.now(), directory }, null, body, caller);
        taken.set(index, { status: 'refused', refusal: new InvalidRequestError([...name.faults, ...faults]) });
      }
    }
    const names = named.map(({ name }) => name);
    const leadIds = await this.matches.findMany(this.database, names, workSightOf(caller, directory));
    const known: LeadReport[] = [];
    for (const [place, { report }] of named.entries()) {
      const leadId = leadIds[place];
      if (leadId === undefined) taken.set(report.index, { status: 'noMatch' });
      else known.push({ ...report, leadId });
    }
    return new Map([...taken, ...(await this.takeAll(known, caller))]);
  }

  /** What this very request has recorded before, where its answer was lost. */
  private async findMade(reports: readonly Report<unknown>[], { requestId }: Caller): Promise<AllTaken> {
    if (requestId === undefined) return new Map();
    const indexOf = new Map(reports.map(({ index }) => [nthId(requestId, index), index]));
    const made = await this.activity.findMade(this.database, [...indexOf.keys()]);
    return new Map(made.map(({ id, leadId }) => [indexOf.get(id)!, { status: 'recorded', id, leadId }]));
  }

  /** Lead by lead, and of each in the order in which they happened. */
  private async takeAll(reports: readonly LeadReport[], caller: Caller): Promise<AllTaken> {
    const now = this.time.now();
    const ofLeads = [...groupBy(reports, ({ leadId }) => leadId)].sort(([one], [other]) => (one < other ? -1 : 1));
    const taken: AllTaken = new Map();
    for (let first = 0; first < ofLeads.length; first += LEADS_AT_ONCE) {
      const together = ofLeads
        .slice(first, first + LEADS_AT_ONCE)
        .flatMap(([, ofLead]) =>
          ofLead.sort((a, b) => happenedAt(a.body, now) - happenedAt(b.body, now) || a.index - b.index),
        );
      await this.takeTogether(together, caller, taken);
    }
    return taken;
  }

  /** Transaction after transaction until all are taken; what fails is divided until whatever makes it fail is alone. */
  private async takeTogether(reports: readonly LeadReport[], caller: Caller, taken: AllTaken): Promise<void> {
    let left = reports;
    try {
      while (left.length > 0) {
        const round = left;
        const done = await this.lifecycle.perform((scene) => this.takeFree(scene, round, caller));
        for (const [index, result] of done) taken.set(index, result);
        left = round.filter(({ index }) => !done.has(index));
      }
    } catch (cause) {
      if (isUnavailable(cause) || !mayBeOfOne(cause)) throw cause;
      if (left.length === 1) {
        taken.set(left[0]!.index, { status: 'failed', cause });
        return;
      }
      const middle = left.length >> 1;
      await this.takeTogether(left.slice(0, middle), caller, taken);
      await this.takeTogether(left.slice(middle), caller, taken);
    }
  }

  /**
   * Takes the touches of the leads that nobody works on, and waits for the first where there are none.
   * @param reports by the ids of their leads
   * @returns what became of them; of those that are left nothing, and there is always one that is not
   */
  private async takeFree(scene: Scene, reports: readonly LeadReport[], caller: Caller): Promise<AllTaken> {
    const { tx } = scene;
    const leadIds = [...new Set(reports.map(({ leadId }) => leadId))];
    const cases = await this.cases.openFreeOrFirst(tx, leadIds, { withDocuments: true });
    const { requestId } = caller;
    // Whoever goes on with a request that is still at it waits for the end of what that is doing.
    if (requestId !== undefined && !(await this.requests.hold(tx, requestId))) throw new StillInFlightError();
    const opened = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
    const isOpen = (leadId: string) => (opened.size > 0 ? opened.has(leadId) : leadId === leadIds[0]);
    const free = reports.filter(({ leadId }) => isOpen(leadId));
    const [taken, known] = await Promise.all([this.findMade(free, caller), this.findKnown(scene, free)]);

    const judged: Judged[] = [];
    for (const report of free) {
      if (taken.has(report.index)) continue;
      const leadCase = opened.get(report.leadId);
      if (leadCase === undefined || !mayWorkOn(leadCase, caller, scene)) taken.set(report.index, { status: 'noMatch' });
      else judged.push({ ...report, leadCase, refusal: refusalOf(scene, leadCase, report.body, caller) });
    }
    const isSound = ({ leadId, body, refusal }: Judged) => refusal === undefined && !known.has(keyOf(leadId, body));
    const sound = judged.filter(isSound);
    const work = this.lifecycle.workOn([...new Set(sound.map(({ leadCase }) => leadCase))], scene, actorOf(caller));
    const all = new Map([...taken, ...(await this.record({ scene, work, caller }, judged, sound, known))]);
    // What only says why nothing is done does nothing.
    if (sound.length > 0) {
      if (requestId !== undefined) tx.send(this.requests.actOnce(tx, requestId));
      await this.lifecycle.save(tx, work);
    }
    return all;
  }

  private findKnown({ tx }: Scene, reports: readonly LeadReport[]): Promise<Known> {
    const keys = reports.flatMap(({ leadId, body: { externalId } }) =>
      externalId === undefined ? [] : [{ leadId, externalId }],
    );
    return this.activity.findKnown(tx, keys);
  }

  /**
   * In the order in which they happened. A lead that one of its touches brings back is another for those that follow:
   * they are left. Whether nobody can be reached is judged by all of them.
   */
  private async record(
    { scene, work, caller }: Acting,
    judged: readonly Judged[],
    sound: readonly Judged[],
    known: Known,
  ): Promise<AllTaken> {
    const read = new Map(sound.map((report) => [report.index, readReport({ scene, work, caller }, report)]));
    const policyOf = await this.openCycles(scene, [...read.values()]);
    const isByRule = await this.findClosedByRule(scene, sound);
    const taken: AllTaken = new Map();
    const touches: TouchRow[] = [];
    const comingBack = new Set<LeadCase>();
    const unreachable = new Set<LeadCase>();
    const claims = new Map<LeadCase, string>();
    const turns = new Turns();
    for (const { index, leadId, leadCase, body, refusal } of judged) {
      const key = keyOf(leadId, body);
      const first = known.get(key);
      if (first !== undefined) taken.set(index, { status: 'existing', id: first, leadId });
      else if (comingBack.has(leadCase)) continue;
      else if (refusal !== undefined) taken.set(index, { status: 'refused', refusal });
      else {
        const { reported } = read.get(index)!;
        const touch = take(work, leadCase, reported, policyOf(leadCase, reported.cycle));
        touches.push(touch);
        taken.set(index, { status: 'recorded', id: touch.id, leadId });
        if (key !== undefined) known.set(key, touch.id);
        if (asksAgain(leadCase, touch, isByRule(leadCase))) comingBack.add(leadCase);
        else if (mayProveUnreachable(leadCase, touch)) unreachable.add(leadCase);
        const repId = whoGetsItBack(leadCase, touch);
        if (repId !== null) claims.set(leadCase, repId);
      }
      await turns.next();
    }
    await this.activity.sendTouches(scene.tx, touches);
    if (unreachable.size > 0) await this.moveOut(scene, work, [...unreachable]);
    if (claims.size > 0) await this.givingBack.giveBack(scene, work, claims, touches);
    if (comingBack.size > 0) await this.returning.bringBack({ scene, work }, [...comingBack], 'contact');
    return taken;
  }

  /** @returns whether a lead was put away because it was proven that nobody could be reached */
  private async findClosedByRule({ tx }: Scene, sound: readonly Judged[]): Promise<(leadCase: LeadCase) => boolean> {
    const away = sound.filter(({ leadCase, body }) => leadCase.lead.status !== 'open' && body.direction === 'inbound');
    const closings = await this.dispositions.readMany(
      tx,
      away.flatMap(({ leadCase }) => leadCase.lead.dispositionId ?? []),
    );
    return ({ lead }) => lead.dispositionId !== null && (closings.get(lead.dispositionId)?.restsOn ?? null) !== null;
  }

  /** Those of whom it is proven by now that nobody can be reached are closed. */
  private async moveOut({ tx }: Scene, work: UnitOfWork, cases: readonly LeadCase[]): Promise<void> {
    const touches = await this.activity.readOfCycles(
      tx,
      cases.map(({ lead }) => lead),
    );
    const ofLeads = groupBy(touches, ({ leadId }) => leadId);
    const rows = cases.flatMap((leadCase) => moveOutUnreachable(work, leadCase, ofLeads.get(leadCase.lead.id)!) ?? []);
    await this.dispositions.insertMany(tx, rows);
  }

  /** Reads the clocks of cycles that are over, of all leads at once. @returns the policies of the cycles */
  private async openCycles({ tx }: Scene, read: readonly Read[]): Promise<PolicyOfCycle> {
    const former = read.filter(({ leadCase, reported }) => reported.cycle !== leadCase.lead.cycle);
    const ofLeads = groupBy(
      await this.clocks.readOfCycles(
        tx,
        former.map(({ reported }) => reported),
      ),
      ({ subjectId }) => subjectId,
    );
    const cases = new Map(former.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    for (const [leadId, clocks] of ofLeads) {
      const leadCase = cases.get(leadId)!;
      const open = new Set(leadCase.clocks.map(({ id }) => id));
      leadCase.clocks.push(...clocks.filter(({ id }) => !open.has(id)));
    }
    const pinnedIn = ({ clocks }: LeadCase, cycle: number) =>
      clocks.find((clock) => clock.cycle === cycle && clock.policyId !== null);
    const archived = await this.archive.load(
      tx,
      former.flatMap(({ leadCase, reported }) => pinnedIn(leadCase, reported.cycle) ?? []),
    );
    return (leadCase, cycle) => {
      if (cycle === leadCase.lead.cycle) return leadCase.policy;
      const pinned = pinnedIn(leadCase, cycle);
      return pinned === undefined ? null : archived(pinned);
    };
  }
}

/** A report with its lead open, and why it cannot be recorded. */
interface Judged extends LeadReport {
  readonly leadCase: LeadCase;
  readonly refusal: TouchRefusal | undefined;
}

interface Read {
  readonly leadCase: LeadCase;
  readonly reported: ReportedTouch;
}

/** The ids of touches by `touchKey`; there is none without an external id. */
type Known = Map<string | undefined, string>;
type PolicyOfCycle = (leadCase: LeadCase, cycle: number) => SlaPolicy | null;

/** Who does what. */
interface Acting {
  readonly scene: Scene;
  readonly work: UnitOfWork;
  readonly caller: Caller;
}

function keyOf(leadId: string, { externalId }: TouchBody): string | undefined {
  return externalId === undefined ? undefined : touchKey({ leadId, externalId });
}

function readReport({ scene, work, caller }: Acting, { index, body, leadCase }: Judged): Read {
  const id = caller.requestId === undefined ? work.newId() : nthId(caller.requestId, index);
  return { leadCase, reported: readTouch({ id, body, caller }, leadCase, { at: work.now, now: scene.now }) };
}

function take(work: UnitOfWork, leadCase: LeadCase, reported: ReportedTouch, policy: SlaPolicy | null): TouchRow {
  work.record(leadCase, 'lead.touched', touchFacts(reported));
  return { ...reported, counts: takeTouch(work, leadCase, reported, policy), voided: null };
}
