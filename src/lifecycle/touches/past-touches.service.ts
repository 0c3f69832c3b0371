import { Injectable } from '@nestjs/common';
import type { LeadTouchBody } from '../../leads/activity.dto.js';
import { ActivityStore, type Likeness, type TouchRow } from '../../leads/activity.store.js';
import { PAST_CYCLE } from '../../leads/imported.js';
import { faultsOfReportedInstant } from '../../leads/reported-instant.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import type { CallerType } from '../../platform/values/actor.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { faultsOfGoodbye, faultsOfMeeting } from '../../vocabulary/outcomes.js';
import { faultsOfOutcome } from '../../vocabulary/touch-kinds.js';
import { BROUGHT_ALONG } from '../arrivals/past-leads.js';
import { CycleFactsReader } from '../corrections/cycle-facts.service.js';
import { takeBack } from '../corrections/taking-back.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { cycleAt, ownerAt } from '../tenures.js';
import { UnitOfWork } from '../unit-of-work.js';
import { keyOf } from './reading-touches.js';
import { recordTouch } from './touching.js';

/** A touch of a lead, of before somebody worked on that lead here. */
export interface PastTouchReport {
  /** That the touch gets. */
  readonly id: string;
  readonly leadId: string;
  readonly body: LeadTouchBody & { readonly occurredAt: string };
}

export type PastTouchOutcome =
  | { readonly status: 'created' | 'existing' }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

interface By {
  readonly type: CallerType;
  readonly id: string;
}

/**
 * Brings touches along that were made before somebody worked on their leads here. They belong to the past of the leads:
 * they keep and miss no promise, bring no closed lead back, and nobody is told.
 */
@Injectable()
export class PastTouches {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly cycleFacts: CycleFactsReader,
  ) {}

  /** Saves them in the transaction of the caller. @returns one outcome for each, in their order */
  async bring(
    context: TransactionContext,
    reports: readonly PastTouchReport[],
    by: By,
  ): Promise<readonly PastTouchOutcome[]> {
    const { tx, directory, now } = context;
    const leadIds = [...new Set(pluck(reports, 'leadId'))];
    const opened = await this.cases.open(tx, leadIds, { withDocuments: true });
    const cases = new Map(opened.map((leadCase) => [leadCase.subjectId, leadCase]));
    const known = await this.findKnown(context, reports);
    const work = new UnitOfWork(opened, directory, now, BROUGHT_ALONG, newId, true);
    const outcomes: PastTouchOutcome[] = [];
    const sound: { readonly report: PastTouchReport; readonly leadCase: LeadCase }[] = [];
    for (const [place, report] of reports.entries()) {
      const leadCase = cases.get(report.leadId)!;
      const identity = identityOf(report);
      const faults = faultsOf(context, leadCase, report.body);
      if (faults.length > 0) outcomes[place] = { status: 'invalid', faults };
      else if (known.has(identity)) outcomes[place] = { status: 'existing' };
      else {
        known.add(identity);
        sound.push({ report, leadCase });
        outcomes[place] = { status: 'created' };
      }
    }
    sound.sort((one, other) => happenedAt(one.report) - happenedAt(other.report));
    const touches = sound.map(({ report, leadCase }) => recordPast(work, leadCase, report, by));
    await this.activity.sendTouches(tx, touches);
    await this.lifecycle.save(tx, work);
    return outcomes;
  }

  /**
   * Voids touches that were brought along, in the transaction of the caller.
   * @returns the ids of those that are void or gone with their leads; others were voided by somebody before
   */
  async takeBack(context: TransactionContext, ids: readonly string[], reason: string, by: By): Promise<string[]> {
    const { tx, directory, now } = context;
    const touches = await this.activity.readMany(tx, ids);
    const leadIds = [...new Set(pluck(touches, 'leadId'))];
    const opened = await this.cases.open(tx, leadIds, { withDocuments: true });
    const cases = new Map(opened.map((leadCase) => [leadCase.subjectId, leadCase]));
    const work = new UnitOfWork(opened, directory, now, BROUGHT_ALONG, newId, true);
    const left = touches.filter(({ leadId, voided }) => voided === null && cases.get(leadId)!.lead.erasedAt === null);
    const voided = left.map((touch) => ({ ...touch, counts: false, voided: { at: work.now, reason, by } }));
    await this.activity.voidMany(tx, voided);
    for (const { id: touchId, leadId, repId, kind } of left)
      work.record(cases.get(leadId)!, 'lead.touchVoided', { touchId, repId, kind });
    await this.restore(
      tx,
      work,
      groupBy(left, ({ leadId }) => leadId),
    );
    await this.lifecycle.save(tx, work);
    const kept = new Set(
      pluck(
        touches.filter((touch) => !left.includes(touch) && !isErased(cases, touch)),
        'id',
      ),
    );
    return ids.filter((id) => !kept.has(id));
  }

  /** Lets open leads on which nobody works here yet stand as they would without their touches. */
  private async restore(
    tx: TransactionContext['tx'],
    work: UnitOfWork,
    touchesOf: ReadonlyMap<string, readonly TouchRow[]>,
  ): Promise<void> {
    const affected = work
      .of('lead')
      .filter(({ lead, subjectId }) => lead.status === 'open' && lead.cycle === PAST_CYCLE && touchesOf.has(subjectId));
    const facts = await this.cycleFacts.readMany(tx, affected);
    for (const leadCase of affected) {
      const standing = facts.get(leadCase)!;
      const before = { ...standing, touches: [...standing.touches, ...touchesOf.get(leadCase.subjectId)!] };
      takeBack(work, leadCase, { before, standing, why: 'touchVoided' });
    }
  }

  private async findKnown({ tx }: TransactionContext, reports: readonly PastTouchReport[]): Promise<Set<string>> {
    const keys = reports.flatMap(({ leadId, body: { externalId } }) =>
      externalId === undefined ? [] : [{ leadId, externalId }],
    );
    const byId = await this.activity.findKnown(tx, keys);
    const alike = await this.activity.findAlike(
      tx,
      reports.map((report) => ({ ...report.body, leadId: report.leadId, occurredAt: happenedAt(report) })),
    );
    return new Set([...byId.keys(), ...alike.map(likenessOf)]);
  }
}

function isErased(cases: ReadonlyMap<string, LeadCase>, { leadId }: TouchRow): boolean {
  return cases.get(leadId)!.lead.erasedAt !== null;
}

function happenedAt({ body }: PastTouchReport): Instant {
  return instantOf(body.occurredAt);
}

function faultsOf({ now }: TransactionContext, leadCase: LeadCase, body: PastTouchReport['body']): readonly Fault[] {
  const { lead, document } = leadCase;
  if (lead.erasedAt !== null) return [fault('', 'erased', 'Its lead was erased.')];
  const at = instantOf(body.occurredAt);
  const { submittedAt, receivedAt } = document!;
  const notBefore = Math.min(submittedAt ?? receivedAt, receivedAt);
  const faults = collectFaults(
    faultsOfOutcome(body.kind, body.outcome, '/outcome'),
    faultsOfGoodbye(body),
    faultsOfMeeting(body),
    faultsOfReportedInstant(at, '/occurredAt', { now, backdating: null, notBefore }),
  );
  if (faults.length > 0 || cycleAt(leadCase, at) === PAST_CYCLE) return faults;
  const since = toIso(lead.cycle === PAST_CYCLE + 1 ? lead.cycleStartedAt : receivedAt);
  const message = `Expected an instant before work on its lead began here, ${since}: report it by POST /v1/touches/batch, which judges promises by it.`;
  return [fault('/occurredAt', 'present', message)];
}

/** By what a touch is not told twice: its id elsewhere, if it has one, else what happened when. */
function identityOf({ leadId, body }: PastTouchReport): string {
  return keyOf(leadId, body) ?? likenessOf({ ...body, leadId, occurredAt: instantOf(body.occurredAt) });
}

function likenessOf({ leadId, kind, direction, outcome, occurredAt }: Likeness): string {
  return JSON.stringify([leadId, kind, direction, outcome, occurredAt]);
}

function recordPast(work: UnitOfWork, leadCase: LeadCase, { id, body }: PastTouchReport, by: By): TouchRow {
  const occurredAt = Math.min(instantOf(body.occurredAt), work.now);
  const reported = {
    id,
    leadId: leadCase.lead.id,
    cycle: PAST_CYCLE,
    repId: body.repId?.toLowerCase() ?? ownerAt(leadCase, occurredAt),
    kind: body.kind,
    direction: body.direction,
    outcome: body.outcome,
    occurredAt,
    durationSeconds: body.durationSeconds ?? null,
    automated: body.automated,
    goodbye: body.goodbye,
    note: body.note ?? null,
    meetingAt: body.meetingAt === undefined ? null : instantOf(body.meetingAt),
    externalId: body.externalId ?? null,
    recordedAt: work.now,
    actorType: by.type,
    actorId: by.id,
  };
  // Whatever it was, a file that calls it a touch says that somebody attempted to reach the person.
  return recordTouch(work, leadCase, reported, null, body.direction === 'outbound' && !body.automated);
}
