import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../auth/auth.errors.js';
import { type Caller, may } from '../auth/scope.js';
import { type DispositionRequest, readDisposition, STATUS_OF } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { DispositionBody, MilestoneBody, ReassignBody, TouchBody } from '../leads/activity.dto.js';
import { ActivityStore, type TouchRow } from '../leads/activity.store.js';
import { LeadStateError, OwnerChangedError } from '../leads/lead.errors.js';
import { faultsOfReportedInstant } from '../leads/reading.js';
import { sightOf } from '../leads/visibility.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import { newId } from '../platform/ids.js';
import { toIso } from '../platform/instant.js';
import type { Sent } from '../platform/sent.js';
import { ActingService, type Opened } from './acting.service.js';
import { beginLeadsClock, beginReturn, endClocks } from './clocks.js';
import { close } from './closing.js';
import { beginCycle } from './cycle.js';
import type { Scene } from './lifecycle.service.js';
import { own } from './placing.js';
import { Router } from './router.service.js';
import { ownersInCycle, requestByRules } from './routing-requests.js';
import { takeTouch } from './touching.js';
import type { LeadCase } from './work.js';

/** What people and programs do to one lead: touch, move, milestone, dispose, reopen. */
@Injectable()
export class LeadActionsService {
  constructor(
    private readonly acting: ActingService,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly router: Router,
  ) {}

  /** @returns the touch, and whether it is new (a repeated `externalId` gives the first one again) */
  async touch(id: string, sent: Sent<TouchBody>, caller: Caller): Promise<{ touch: TouchRow; isNew: boolean }> {
    return this.acting.act({ id, sent, caller }, async (opened) => {
      const { scene, work, leadCase } = opened;
      const made = await this.madeBefore(scene, caller);
      if (made !== undefined) return { touch: made, isNew: true };
      const { externalId } = sent.draft;
      const known =
        sent.isWellFormed && externalId !== undefined
          ? await this.activity.findTouch(scene.tx, id, externalId)
          : undefined;
      if (known !== undefined) return { touch: known, isNew: false };
      const touch = this.readTouch(opened, sent, caller);
      await this.activity.insertTouch(scene.tx, touch);
      work.record(leadCase, 'lead.touched', touchFacts(touch));
      if (leadCase.lead.status === 'open') takeTouch(work, leadCase, touch, opened.policy);
      else if (asksAgain(leadCase, touch)) await this.bringBack(opened, 'contact');
      return { touch, isNew: true };
    });
  }

  async reassign(id: string, sent: Sent<ReassignBody>, caller: Caller): Promise<LeadCase> {
    return this.acting.act({ id, sent, caller }, async (opened) => {
      const { scene, work, leadCase, policy } = opened;
      const { lead } = leadCase;
      const body = sent.accept(faultsOfReassignment(sent.draft, scene));
      if (body.expectedOwnerId !== undefined && body.expectedOwnerId.toLowerCase() !== lead.ownerId)
        throw new OwnerChangedError(lead.ownerId);
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead can be given to somebody else', lead);
      const placing = { cause: 'manual', policy, note: body.reason } as const;
      this.router.lock(scene.tx);
      if (body.repId !== undefined) {
        const repId = body.repId.toLowerCase();
        if (repId === lead.ownerId) return leadCase;
        own(work, leadCase, { repId, poolId: lead.poolId, rule: null, snapshotId: null, trace: null }, placing);
      } else {
        const request = {
          leadId: id,
          kind: 'route',
          target: { poolId: body.poolId!.toLowerCase() },
          rule: null,
          earlierOwners: ownersInCycle(leadCase),
          earlierOwnersAre: 'avoided',
          currentOwner:
            lead.ownerId === null ? undefined : { repId: lead.ownerId, untouched: lead.workState === 'untouched' },
        } as const;
        await this.router.route(scene.tx, work, [{ leadCase, request, placing }]);
      }
      return leadCase;
    });
  }

  async milestone(id: string, sent: Sent<MilestoneBody>, caller: Caller): Promise<LeadCase> {
    return this.acting.act({ id, sent, caller }, async ({ scene, work, leadCase }) => {
      const { lead } = leadCase;
      if (caller.requestId !== undefined && (await this.activity.hasMilestone(scene.tx, caller.requestId)))
        return leadCase;
      const body = sent.accept(this.faultsOfReport(scene, leadCase, sent.draft.occurredAt, caller));
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead reaches a milestone', lead);
      const occurredAt = body.occurredAt === undefined ? scene.now : instantOf(body.occurredAt);
      await this.activity.insertMilestone(scene.tx, {
        id: caller.requestId ?? newId(work.now),
        leadId: id,
        cycle: lead.cycle,
        name: body.name,
        occurredAt,
        amount: body.value?.amount ?? null,
        currency: body.value?.currency ?? null,
        recordedAt: work.now,
      });
      work.record(leadCase, 'lead.milestone', {
        name: body.name,
        occurredAt: toIso(occurredAt),
        ...(body.value && { value: body.value }),
      });
      leadCase.lead = { ...leadCase.lead, workState: 'qualified', updatedAt: work.now };
      if (body.name === 'won') close(work, leadCase, 'won', null);
      return leadCase;
    });
  }

  async dispose(id: string, sent: Sent<DispositionBody>, caller: Caller): Promise<LeadCase> {
    return this.acting.act({ id, sent, caller }, async ({ scene, work, leadCase }) => {
      const { lead } = leadCase;
      const read = readDisposition(sent.draft as DispositionRequest, scene.directory.content.reasons, work.now);
      sent.accept('faults' in read ? read.faults : []);
      if ('faults' in read) return leadCase;
      if (lead.status !== 'open')
        throw new LeadStateError('A closed lead cannot be disposed of again: reopen it first', lead);
      const { disposition } = read;
      const dispositionId = newId(work.now);
      await this.dispositions.insert(scene.tx, {
        ...disposition,
        id: dispositionId,
        kind: 'disposed',
        supersedes: null,
        leadId: id,
        cycle: lead.cycle,
        attempts: await this.activity.countAttempts(scene.tx, id),
        decidedAt: work.now,
        actorType: work.actor.type,
        actorId: work.actor.type === 'system' ? null : work.actor.id,
      });
      close(work, leadCase, STATUS_OF[disposition.category], dispositionId);
      const { category, reason, intent, returnsAt } = disposition;
      work.record(leadCase, 'lead.disposed', {
        dispositionId,
        category,
        reason,
        intent,
        returnsAt: returnsAt === null ? null : toIso(returnsAt),
      });
      if (returnsAt !== null)
        beginReturn(work, leadCase, category === 'nurture' ? 'nurtureWake' : 'recycle', returnsAt);
      return leadCase;
    });
  }

  async reopen(id: string, reason: string, caller: Caller): Promise<LeadCase> {
    return this.acting.act({ id, caller }, async (opened) => {
      const { leadCase } = opened;
      if (leadCase.lead.status === 'open')
        throw new LeadStateError('Only a closed lead can be reopened', leadCase.lead);
      await this.reverse(opened);
      await this.bringBack(opened, 'person', reason);
      return leadCase;
    });
  }

  /** The touch that this very request has recorded, where its answer was lost. */
  private async madeBefore({ tx }: Scene, { requestId }: Caller): Promise<TouchRow | undefined> {
    return requestId === undefined ? undefined : this.activity.findTouchById(tx, requestId);
  }

  private readTouch({ scene, work, leadCase }: Opened, sent: Sent<TouchBody>, caller: Caller): TouchRow {
    const { draft } = sent;
    const repId = draft.repId?.toLowerCase() ?? leadCase.lead.ownerId;
    const isUnknown = draft.repId !== undefined && scene.directory.rep(repId!) === undefined;
    const body = sent.accept([
      ...(isUnknown ? [{ pointer: '/repId', code: 'unknownId', message: `There is no rep ${draft.repId}.` }] : []),
      ...this.faultsOfReport(scene, leadCase, draft.occurredAt, caller),
    ]);
    if (
      body.repId !== undefined &&
      !may(caller, 'integration') &&
      !sightOf(caller, scene.directory).repIds.includes(repId!)
    ) {
      throw new ForbiddenError('A rep may report touches of their own, a manager also those of their reps.');
    }
    return {
      id: caller.requestId ?? newId(work.now),
      leadId: leadCase.lead.id,
      cycle: leadCase.lead.cycle,
      repId,
      kind: body.kind,
      direction: body.direction,
      outcome: body.outcome,
      occurredAt: body.occurredAt === undefined ? scene.now : instantOf(body.occurredAt),
      durationSeconds: body.durationSeconds ?? null,
      automated: body.automated,
      note: body.note ?? null,
      externalId: body.externalId ?? null,
      recordedAt: work.now,
    };
  }

  /** Why it cannot have happened then, or not as far as the caller may date it back. */
  private faultsOfReport(
    { now, directory }: Scene,
    leadCase: LeadCase,
    occurredAt: string | undefined,
    caller: Caller,
  ): Fault[] {
    if (occurredAt === undefined) return [];
    const { backdating } = directory.content.settings;
    const { submittedAt, receivedAt } = leadCase.document!;
    return faultsOfReportedInstant(instantOf(occurredAt), '/occurredAt', {
      now,
      backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
      notBefore: submittedAt ?? receivedAt,
    });
  }

  /** What was decided before is taken back: the export tells the channel so. */
  private async reverse({ scene, work, leadCase }: Opened): Promise<void> {
    const { dispositionId } = leadCase.lead;
    if (dispositionId === null) return;
    const reversed = (await this.dispositions.readMany(scene.tx, [dispositionId])).get(dispositionId)!;
    await this.dispositions.insert(scene.tx, {
      ...reversed,
      id: newId(work.now),
      kind: 'reversed',
      supersedes: dispositionId,
      intent: 'reversed',
      decidedAt: work.now,
      actorType: work.actor.type,
      actorId: work.actor.type === 'system' ? null : work.actor.id,
    });
  }

  /** Opens a closed lead as a new cycle and routes it, to its last owner when eligible. */
  private async bringBack({ scene, work, leadCase }: Opened, by: 'person' | 'contact', reason?: string): Promise<void> {
    const lastOwner = leadCase.lead.ownerId;
    // It comes back by other means than its clock.
    endClocks(work, leadCase, 'reopened');
    const policy = beginCycle(work, leadCase);
    work.record(leadCase, 'lead.reopened', { by, cycle: leadCase.lead.cycle });
    const preferred = lastOwner === null ? {} : { preferredRepId: lastOwner };
    const request = requestByRules(work.directory, leadCase, {
      earlierOwners: [],
      earlierOwnersAre: 'avoided',
      ...preferred,
    });
    this.router.lock(scene.tx);
    await this.router.route(scene.tx, work, [
      { leadCase, request, placing: { cause: 'reopen', policy, ...(reason !== undefined && { note: reason }) } },
    ]);
    if (policy !== null) beginLeadsClock(work, leadCase, policy, work.now);
  }
}

/** Nurturing and recycled leads are people who may come back by themselves; their autoresponders are not. */
function asksAgain({ lead }: LeadCase, { direction, automated }: TouchRow): boolean {
  return direction === 'inbound' && !automated && (lead.status === 'nurturing' || lead.status === 'recycled');
}

function faultsOfReassignment(body: ReassignBody, { directory }: Scene): Fault[] {
  if ((body.repId === undefined) === (body.poolId === undefined)) {
    return [{ pointer: '', code: 'oneOf', message: 'Expected exactly one of repId and poolId.' }];
  }
  const rep = body.repId === undefined ? undefined : directory.rep(body.repId.toLowerCase());
  if (body.repId !== undefined && rep === undefined)
    return [{ pointer: '/repId', code: 'unknownId', message: `There is no rep ${body.repId}.` }];
  if (rep?.active === false)
    return [{ pointer: '/repId', code: 'inactive', message: `The rep ${body.repId} is not active.` }];
  if (body.poolId !== undefined && directory.pool(body.poolId.toLowerCase()) === undefined) {
    return [{ pointer: '/poolId', code: 'unknownId', message: `There is no pool ${body.poolId}.` }];
  }
  return [];
}

function touchFacts(touch: TouchRow): Record<string, unknown> {
  const { id, repId, kind, direction, outcome, occurredAt, automated } = touch;
  return { touchId: id, repId, kind, direction, outcome, occurredAt: toIso(occurredAt), automated };
}
