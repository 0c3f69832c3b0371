import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { MissStruckError, NotMissedError } from '../clocks/clock.errors.js';
import { isStruck, type LeadClock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { Database } from '../platform/database.js';
import { NotFoundError } from '../platform/refusal.js';
import { ActingService } from './acting.service.js';
import type { LeadCase } from './lead-case.js';
import { strikeByHand } from './striking.js';

/** Strikes single misses, which a person says were nobody's fault. */
@Injectable()
export class StrikingService {
  constructor(
    private readonly acting: ActingService,
    private readonly clocks: ClockStore,
    private readonly database: Database,
  ) {}

  /** Of whatever cycle, and also of a lead that is closed. @returns the clock, and the lead that it is about */
  async strike(
    { leadId, clockId }: { readonly leadId: string; readonly clockId: string },
    reason: string,
    caller: Caller,
  ): Promise<{ readonly clock: LeadClock; readonly leadCase: LeadCase }> {
    let struck: LeadClock | undefined;
    const leadCase = await this.acting.change({ id: leadId, caller }, async ({ scene: { tx }, work, leadCase }) => {
      const open = leadCase.clocks.find(({ id }) => id === clockId);
      const clock = open ?? (await this.clocks.find(tx, leadId, clockId));
      if (clock === undefined) throw new NotFoundError('clock', clockId);
      if (isStruck(clock)) throw new MissStruckError(clock.struckMissAt!);
      if (clock.state !== 'breached') throw new NotMissedError(clock.state);
      if (open === undefined) leadCase.clocks.push(clock);
      struck = strikeByHand(work, leadCase, clock, reason);
    });
    return { leadCase, clock: struck ?? (await this.clocks.find(this.database, leadId, clockId))! };
  }
}
