import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { ForbiddenError } from '../auth/auth.errors.js';
import { StillInFlightError } from '../auth/idempotency.errors.js';
import { type Caller, may } from '../auth/scope.js';
import { ClockStore } from '../clocks/clock.store.js';
import type { TouchBody } from '../leads/activity.dto.js';
import { ActivityStore, type ReportedTouch, type TouchRow } from '../leads/activity.store.js';
import { sightOf } from '../leads/visibility.js';
import { instantOf } from '../platform/formats.js';
import { newId } from '../platform/ids.js';
import { toIso } from '../platform/instant.js';
import { refuse } from '../platform/refusal.js';
import type { SlaPolicy } from '../sla/policy.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import { faultsOfOutcome } from '../vocabulary/touch-outcome.js';
import { ActingService, type Opened } from './acting.service.js';
import { faultsOfReport } from './backdating-limits.js';
import type { LeadCase } from './lead-case.js';
import { ReopeningService } from './reopening.service.js';
import { cycleAt, endOfCycle, ownerAt } from './tenures.js';
import { takeTouch } from './touching.js';

/** A touch, and whether it is new: a repeated `externalId` gives the first one again. */
export interface TouchTaken {
  readonly touch: TouchRow;
  readonly isNew: boolean;
}

/** Records contact attempts, whoever reports them and however late. */
@Injectable()
export class TouchesService {
  constructor(
    private readonly acting: ActingService,
    private readonly activity: ActivityStore,
    private readonly clocks: ClockStore,
    private readonly archive: PolicyArchive,
    private readonly returning: ReopeningService,
  ) {}

  touch(id: string, body: TouchBody, caller: Caller): Promise<TouchTaken> {
    return this.acting.act(
      { id, caller },
      async (opened) => (await this.findKnown(opened, body)) ?? this.take(opened, body, caller),
      async (opened) => {
        const made = await this.activity.findTouchById(opened.scene.tx, caller.requestId!);
        const taken = made === undefined ? await this.findKnown(opened, body) : { touch: made, isNew: true };
        if (taken === undefined) throw new StillInFlightError();
        return taken;
      },
    );
  }

  private async findKnown({ scene, leadCase }: Opened, { externalId }: TouchBody): Promise<TouchTaken | undefined> {
    if (externalId === undefined) return undefined;
    const touch = await this.activity.findTouch(scene.tx, leadCase.lead.id, externalId);
    return touch && { touch, isNew: false };
  }

  private async take(opened: Opened, body: TouchBody, caller: Caller): Promise<TouchTaken> {
    const { scene, work, leadCase } = opened;
    const reported = readTouch(opened, body, caller);
    work.record(leadCase, 'lead.touched', touchFacts(reported));
    const counts = takeTouch(work, leadCase, reported, await this.openCycle(opened, reported.cycle));
    const touch = { ...reported, counts };
    await this.activity.insertTouch(scene.tx, touch);
    if (asksAgain(leadCase, touch)) await this.returning.bringBack(opened, 'contact');
    return { touch, isNew: true };
  }

  /** Reads the clocks of a cycle that is over. @returns the policy of the cycle */
  private async openCycle({ scene, leadCase }: Opened, cycle: number): Promise<SlaPolicy | null> {
    if (cycle === leadCase.lead.cycle) return leadCase.policy;
    const clocks = (await this.clocks.readOfCycle(scene.tx, leadCase.lead.id, cycle)).filter(
      ({ id }) => !leadCase.clocks.some((clock) => clock.id === id),
    );
    leadCase.clocks.push(...clocks);
    const pinned = leadCase.clocks.find((clock) => clock.cycle === cycle && clock.policyId !== null);
    return pinned === undefined ? null : (await this.archive.load(scene.tx, [pinned]))(pinned);
  }
}

function readTouch({ scene, work, leadCase }: Opened, body: TouchBody, caller: Caller): ReportedTouch {
  const { directory, now } = scene;
  const given = body.repId?.toLowerCase();
  const isUnknown = given !== undefined && directory.rep(given) === undefined;
  refuse([
    ...(isUnknown ? [{ pointer: '/repId', code: 'unknownId', message: `There is no rep ${body.repId}.` }] : []),
    ...faultsOfOutcome(body.kind, body.outcome, '/outcome'),
    ...faultsOfReport(scene, leadCase, body.occurredAt, caller),
  ]);
  if (given !== undefined && !may(caller, 'integration') && !sightOf(caller, directory).repIds.includes(given)) {
    throw new ForbiddenError('A rep may report touches of their own, a manager also those of their reps.');
  }
  const occurredAt = body.occurredAt === undefined ? now : instantOf(body.occurredAt);
  const actor = actorOf(caller);
  const cycle = cycleAt(leadCase, Math.min(occurredAt, work.now));
  return {
    id: caller.requestId ?? newId(work.now),
    leadId: leadCase.lead.id,
    cycle,
    // Of a lead that nobody owned it is whoever reports it.
    repId: given ?? ownerAt(leadCase, Math.min(occurredAt, work.now)) ?? caller.repId,
    kind: body.kind,
    direction: body.direction,
    outcome: body.outcome,
    occurredAt,
    durationSeconds: body.durationSeconds ?? null,
    automated: body.automated,
    note: body.note ?? null,
    externalId: body.externalId ?? null,
    recordedAt: work.now,
    actorType: actor.type,
    actorId: actor.id,
  };
}

/**
 * Nurturing and recycled leads are people who may come back by themselves, once they have been put away; their
 * autoresponders are not.
 */
function asksAgain(leadCase: LeadCase, { direction, automated, cycle, occurredAt }: TouchRow): boolean {
  const { status, cycle: present } = leadCase.lead;
  const isAway = status === 'nurturing' || status === 'recycled';
  return (
    isAway && direction === 'inbound' && !automated && cycle === present && occurredAt >= endOfCycle(leadCase, cycle)
  );
}

function touchFacts(touch: ReportedTouch): Record<string, unknown> {
  const { id, repId, kind, direction, outcome, occurredAt, automated, durationSeconds } = touch;
  const facts = { touchId: id, repId, kind, direction, outcome, occurredAt: toIso(occurredAt), automated };
  return { ...facts, ...(durationSeconds !== null && { durationSeconds }) };
}
