import { Injectable } from '@nestjs/common';
import { authorOf, type Caller } from '../../auth/scope.js';
import type { LeadTouchBody, NamedTouchBody } from '../../leads/activity.dto.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { LifecycleService, type TimeAndDirectory, type TransactionContext } from '../lifecycle.service.js';
import {
  type AllTaken,
  faultsOfLeadTouch,
  happenedAt,
  isOfFormerOwner,
  type JudgedTouch,
  type KnownTouches,
  keyOf,
  type LeadReport,
  type OpenReport,
  refusalOf,
  type TouchReport,
} from './reading-touches.js';
import { Reporting, type ReportKind } from './reporting.service.js';
import { TouchRecorder } from './touch-recorder.service.js';

/** Records touches from any caller, in any number and however late. */
@Injectable()
export class TouchesService implements ReportKind<LeadTouchBody> {
  constructor(
    private readonly reporting: Reporting,
    private readonly lifecycle: LifecycleService,
    private readonly activity: ActivityStore,
    private readonly recorder: TouchRecorder,
    private readonly database: Database,
  ) {}

  /** @returns the touch, and whether it is new: a repeated `externalId` returns the first one */
  async touch(id: string, body: LeadTouchBody, caller: Caller): Promise<{ touch: TouchRow; isNew: boolean }> {
    const taken = (await this.reporting.takeAll(this, [{ index: 0, leadId: id, body }], caller)).get(0)!;
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

  /** Records touches of any leads, each on its own. @returns the result of each, by its place */
  touchMany(reports: readonly TouchReport<NamedTouchBody>[], caller: Caller): Promise<AllTaken> {
    return this.reporting.takeNamed<LeadTouchBody>(this, reports, caller);
  }

  /** Records touches of known leads, each on its own. @returns the result of each, by its place */
  touchLeads(reports: readonly LeadReport<LeadTouchBody>[], caller: Caller): Promise<AllTaken> {
    return this.reporting.takeAll(this, reports, caller);
  }

  /** @returns those of the touches with these ids that were recorded */
  findRecorded(ids: readonly string[]) {
    return this.activity.findMade(this.database, ids);
  }

  faultsOf(present: TimeAndDirectory, body: LeadTouchBody, caller: Caller) {
    return faultsOfLeadTouch(present, null, body, caller);
  }

  readonly happenedAt = happenedAt;

  /** Former owners may report what they did while the lead was theirs, as long ago as reps may report anything. */
  mayToo(context: TransactionContext, { leadCase, body }: OpenReport<LeadTouchBody>, caller: Caller): boolean {
    return isOfFormerOwner(context, leadCase, body, caller);
  }

  findMade(sql: Sql, ids: readonly string[]) {
    return this.activity.findMade(sql, ids);
  }

  async take(context: TransactionContext, reports: readonly OpenReport<LeadTouchBody>[], caller: Caller) {
    const known = await this.findKnown(context, reports);
    const judged = reports.map((report): JudgedTouch => {
      const { leadCase, body } = report;
      return { ...report, refusal: refusalOf(context, leadCase, body, caller) };
    });
    const isSound = ({ leadId, body, refusal }: JudgedTouch) =>
      refusal === undefined && !known.has(keyOf(leadId, body));
    const sound = judged.filter(isSound);
    const work = this.lifecycle.workOn([...new Set(sound.map(({ leadCase }) => leadCase))], context, authorOf(caller));
    const taken = await this.recorder.record({ context, work, caller }, judged, sound, known);
    return { taken, work: sound.length > 0 ? work : null };
  }

  private findKnown({ tx }: TransactionContext, reports: readonly OpenReport<LeadTouchBody>[]): Promise<KnownTouches> {
    const keys = reports.flatMap(({ leadId, body: { externalId } }) =>
      externalId === undefined ? [] : [{ leadId, externalId }],
    );
    return this.activity.findKnown(tx, keys);
  }
}
