import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { StillInFlightError } from '../auth/idempotency.errors.js';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import type { Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { TouchBody } from '../leads/activity.dto.js';
import { ActivityStore, type TouchRow } from '../leads/activity.store.js';
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
import { mayWorkOn } from './acting.service.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { faultsOfTouch, happenedAt, refusalOf } from './reading-touches.js';
import { TouchRecorder } from './touch-recorder.service.js';
import { type AllTaken, type Judged, type Known, keyOf, type LeadReport, type Report } from './touch-reports.js';

/** Nobody waits for a lead longer than a transaction on so many takes. */
const LEADS_AT_ONCE = 200;

/** Records contact attempts, whoever reports them, however many and however late. */
@Injectable()
export class TouchesService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly matches: LeadMatchStore,
    private readonly recorder: TouchRecorder,
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
    const all = new Map([...taken, ...(await this.recorder.record({ scene, work, caller }, judged, sound, known))]);
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
}
