import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { type DispositionRequest, readDisposition } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { DispositionBody, MilestoneBody, ReassignBody } from '../leads/activity.dto.js';
import { ActivityStore } from '../leads/activity.store.js';
import { LeadStateError, OwnerChangedError } from '../leads/lead.errors.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import { newId } from '../platform/ids.js';
import { toIso } from '../platform/instant.js';
import { InvalidRequestError, refuse } from '../platform/refusal.js';
import { ActingService } from './acting.service.js';
import { faultsOfReport } from './backdating-limits.js';
import { takeMilestone } from './cadence.js';
import { close } from './closing.js';
import { dispose } from './disposing.js';
import type { LeadCase } from './lead-case.js';
import type { Scene } from './lifecycle.service.js';
import { own } from './placing.js';
import { Router } from './router.service.js';
import { requestPool } from './routing-requests.js';
import { cycleAt } from './tenures.js';

/** What people and programs decide about one lead: move, milestone, disposition. */
@Injectable()
export class LeadActionsService {
  constructor(
    private readonly acting: ActingService,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly router: Router,
  ) {}

  reassign(id: string, body: ReassignBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ scene, work, leadCase }) => {
      const { lead } = leadCase;
      refuse(faultsOfReassignment(body, scene));
      if (body.expectedOwnerId !== undefined && body.expectedOwnerId.toLowerCase() !== lead.ownerId)
        throw new OwnerChangedError(lead.ownerId);
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead can be given to somebody else', lead);
      work.advanceTo(await this.router.lock(scene.tx));
      const placing = { cause: 'manual', note: body.reason } as const;
      if (body.repId !== undefined) {
        const repId = body.repId.toLowerCase();
        const rule = repId === lead.ownerId ? lead.rule : null;
        own(work, leadCase, { repId, poolId: lead.poolId, rule, snapshotId: null, trace: null }, placing);
      } else {
        const request = requestPool(leadCase, body.poolId!.toLowerCase(), 'manual');
        await this.router.route(scene.tx, work, [{ leadCase, request, placing: { ...placing, poolChosen: true } }]);
      }
    });
  }

  milestone(id: string, body: MilestoneBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ scene, work, leadCase }) => {
      const { lead } = leadCase;
      refuse(faultsOfReport(scene, leadCase, body.occurredAt, caller));
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead reaches a milestone', lead);
      const occurredAt = body.occurredAt === undefined ? scene.now : instantOf(body.occurredAt);
      const cycle = cycleAt(leadCase, Math.min(occurredAt, work.now));
      await this.activity.insertMilestone(scene.tx, {
        id: newId(work.now),
        leadId: id,
        cycle,
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
      // What an earlier cycle had reached says nothing of the work of this one.
      if (cycle === lead.cycle) takeMilestone(work, leadCase, occurredAt);
      if (cycle === lead.cycle) leadCase.lead = { ...leadCase.lead, workState: 'qualified', updatedAt: work.now };
      if (body.name === 'won') close(work, leadCase, 'won', null);
    });
  }

  dispose(id: string, body: DispositionBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ scene, work, leadCase }) => {
      const { lead } = leadCase;
      const read = readDisposition(body as DispositionRequest, scene.directory.content.reasons, work.now);
      if ('faults' in read) throw new InvalidRequestError(read.faults);
      if (lead.status !== 'open')
        throw new LeadStateError('A closed lead cannot be disposed of again: reopen it first', lead);
      const attempts = await this.activity.countAttempts(scene.tx, id);
      const grounds = { attempts, restsOn: null, actor: work.actor };
      await this.dispositions.insert(scene.tx, dispose(work, leadCase, read.disposition, grounds));
    });
  }
}

const BOTH_GIVEN =
  'Both repId and poolId are given: leave out poolId to give it to that rep, or repId to have the pool deal it.';

function faultsOfReassignment({ repId, poolId }: ReassignBody, { directory }: Scene): Fault[] {
  const faults: Fault[] = [];
  if (repId === undefined && poolId === undefined)
    faults.push({
      pointer: '',
      code: 'oneOf',
      message: 'Expected a repId, who gets it, or a poolId, whose next member does.',
    });
  if (repId !== undefined && poolId !== undefined) faults.push({ pointer: '', code: 'oneOf', message: BOTH_GIVEN });
  const rep = repId === undefined ? undefined : directory.rep(repId.toLowerCase());
  if (repId !== undefined && rep === undefined)
    faults.push({ pointer: '/repId', code: 'unknownId', message: `There is no rep ${repId}.` });
  if (rep?.active === false)
    faults.push({ pointer: '/repId', code: 'inactive', message: `The rep ${repId} is not active.` });
  if (poolId !== undefined && directory.pool(poolId.toLowerCase()) === undefined)
    faults.push({ pointer: '/poolId', code: 'unknownId', message: `There is no pool ${poolId}.` });
  return faults;
}
