import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { ActingService } from '../acting.service.js';
import { CycleFactsReader } from '../corrections/cycle-facts.service.js';
import { isOwnReport } from '../corrections/restoring.js';
import { takeBack } from '../corrections/taking-back.js';
import { LeadFollowers } from '../following-leads.service.js';
import { speaksFor } from './reading-touches.js';

/** Voids touches that were reported for the wrong lead, or never made. */
@Injectable()
export class VoidingService {
  constructor(
    private readonly acting: ActingService,
    private readonly activity: ActivityStore,
    private readonly cycleFacts: CycleFactsReader,
    private readonly followers: LeadFollowers,
    private readonly database: Database,
  ) {}

  /**
   * Voids a touch. Voiding it again changes nothing.
   * @returns the touch
   * @throws ForbiddenError if a rep voids a touch of another: what that rep kept or missed may change with it
   */
  async voidTouch(
    { leadId, touchId }: { readonly leadId: string; readonly touchId: string },
    reason: string,
    caller: Caller,
  ): Promise<TouchRow> {
    let voided: TouchRow | undefined;
    await this.acting.change({ id: leadId, caller }, async ({ context, work, leadCase }) => {
      const { tx } = context;
      const touch = await this.activity.findTouchById(tx, touchId);
      if (touch === undefined || touch.leadId !== leadId) throw new NotFoundError('touch', touchId);
      voided = touch;
      if (touch.voided !== null) return;
      if (touch.repId !== null && !speaksFor(caller, touch.repId, context))
        throw new ForbiddenError('A rep may void touches of their own, a manager also those of their reps.');
      const unfollow = await this.followers.listenBack(tx, work, touch);
      const { lead } = leadCase;
      const by = actorOf(caller);
      voided = { ...touch, counts: false, voided: { at: work.now, reason, by } };
      await this.activity.voidTouch(tx, voided);
      work.record(leadCase, 'lead.touchVoided', { touchId, repId: touch.repId, kind: touch.kind });
      await unfollow();
      if (lead.status !== 'open' || touch.cycle !== lead.cycle) return;
      const standing = await this.cycleFacts.readOf(tx, leadCase);
      const before = { ...standing, touches: [...standing.touches, touch] };
      const isOwn = isOwnReport(by, touch);
      takeBack(work, leadCase, { before, standing, why: 'touchVoided', isOwn });
    });
    return voided ?? (await this.activity.findTouchById(this.database, touchId))!;
  }
}
