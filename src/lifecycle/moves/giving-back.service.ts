import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import type { ReassignBody } from '../../leads/activity.dto.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { LeadStateError, OwnerChangedError } from '../../leads/lead.errors.js';
import type { LeadState } from '../../leads/lead.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { groupBy } from '../../platform/values/group.js';
import { ActingService } from '../acting.service.js';
import { FormsMeanwhile } from '../arrivals/forms-meanwhile.service.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { assignByHand } from '../routing/owning.js';
import { Router } from '../routing/router.service.js';
import { requestPool } from '../routing/routing-requests.js';
import { givenSince } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { whyNotBackTo } from './giving-back.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';
import { giveBackTouched, hasWorkedOnIt } from './touched-in-time.js';

/** Gives leads back to owners who lost them by a miss that was corrected. */
@Injectable()
export class GivingBack {
  constructor(
    private readonly activity: ActivityStore,
    private readonly router: Router,
    private readonly takingBack: TakingLeadsBack,
    private readonly formsMeanwhile: FormsMeanwhile,
  ) {}

  /** @param claims the rep who gets each lead back @param touches of this transaction, which are not stored yet */
  async giveBack(
    { tx }: TransactionContext,
    work: UnitOfWork,
    claims: ReadonlyMap<LeadCase, string>,
    touches: readonly TouchRow[],
  ): Promise<void> {
    // The same touches may have closed the lead as unreachable.
    const claimed = [...claims].filter(
      ([{ lead }, repId]) =>
        lead.status === 'open' && whyNotBackTo(repId, lead.ownerId, work.directory, work.now) === null,
    );
    if (claimed.length === 0) return;
    const leads = claimed.map(([{ lead }]) => lead);
    const all = groupBy([...(await this.activity.readOfCycles(tx, leads)), ...touches], ({ leadId }) => leadId);
    const free = claimed.filter(([leadCase]) => !hasWorkedOnIt(leadCase, all.get(leadCase.lead.id) ?? []));
    if (free.length === 0) return;
    work.advanceTo(await this.router.lock(tx));
    const back = free.map(([leadCase, repId]) => ({ leadCase, since: givenSince(leadCase, repId)[0]!.fromAt }));
    for (const [leadCase, repId] of free) giveBackTouched(work, leadCase, repId);
    const given = free.flatMap(([leadCase, repId]) =>
      givenSince(leadCase, repId).map(({ id }) => ({ leadId: leadCase.lead.id, id })),
    );
    await this.takingBack.takeBack(tx, work, given);
    await this.formsMeanwhile.notify(tx, work, back);
  }
}

/** Reassigns leads by hand. */
@Injectable()
export class ReassigningService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
  ) {}

  reassign(id: string, body: ReassignBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ context, work, leadCase }) => {
      const { lead } = leadCase;
      refuse(faultsOfTarget(body, context.directory));
      if (body.expectedOwnerId !== undefined && body.expectedOwnerId.toLowerCase() !== lead.ownerId)
        throw new OwnerChangedError(lead.ownerId);
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead can be given to somebody else', lead);
      if (isOwnClaim(lead, body.repId, caller)) refuse(fault('/repId', 'offered', CLAIM_IT));
      work.advanceTo(await this.router.lock(context.tx));
      const placing = { cause: 'manual', note: body.reason } as const;
      if (body.repId !== undefined) {
        assignByHand(work, leadCase, body.repId.toLowerCase(), placing);
      } else {
        const request = requestPool(work.directory, leadCase, body.poolId!.toLowerCase(), 'manual');
        await this.router.route(context.tx, work, [{ leadCase, request, placing: { ...placing, poolChosen: true } }]);
      }
    });
  }
}

export const CLAIM_IT =
  'It is offered: claim it instead (POST /v1/leads/{id}/claim), which checks whether you can take it.';

/**
 * Reports whether a rep would assign an offered lead to themselves. They have to claim it instead, so that capacity,
 * skills and turns are respected.
 */
export function isOwnClaim(
  { waiting }: Pick<LeadState, 'waiting'>,
  repId: string | undefined,
  caller: Caller,
): boolean {
  if (waiting !== 'claim' || repId === undefined || may(caller, 'integration', 'manager')) return false;
  return repId.toLowerCase() === caller.repId;
}

const BOTH_GIVEN =
  'Both repId and poolId are given: leave out poolId to give it to that rep, or repId to have the pool deal it.';

/** Returns the faults of the target of leads, which must be exactly one rep or pool that exists. */
export function faultsOfTarget(
  { repId, poolId }: Pick<ReassignBody, 'repId' | 'poolId'>,
  directory: TransactionContext['directory'],
): Fault[] {
  const faults: Fault[] = [];
  if (repId === undefined && poolId === undefined)
    faults.push(fault('', 'oneOf', 'Expected a repId, who gets it, or a poolId, whose next member does.'));
  if (repId !== undefined && poolId !== undefined) faults.push(fault('', 'oneOf', BOTH_GIVEN));
  const rep = repId === undefined ? undefined : directory.rep(repId.toLowerCase());
  if (repId !== undefined && rep === undefined) faults.push(fault('/repId', 'unknownId', `There is no rep ${repId}.`));
  if (rep?.active === false) faults.push(fault('/repId', 'inactive', `The rep ${repId} is not active.`));
  if (poolId !== undefined && directory.pool(poolId.toLowerCase()) === undefined)
    faults.push(fault('/poolId', 'unknownId', `There is no pool ${poolId}.`));
  return faults;
}
