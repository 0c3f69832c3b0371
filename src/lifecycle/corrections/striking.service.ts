import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import type { LeadClock } from '../../clocks/clock.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { ActingService, mayWorkOn } from '../acting.service.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { repsLedBy, requireStrikable } from './strikable.js';
import { strikeByHand } from './striking.js';

/** Strikes single misses on a person's judgement that nobody was at fault. */
@Injectable()
export class StrikingService {
  constructor(
    private readonly acting: ActingService,
    private readonly clocks: ClockStore,
    private readonly database: Database,
  ) {}

  /**
   * Strikes a miss of any cycle, also of a lead that is closed or whose person was erased, because its misses still
   * count. Who may strike it depends on the rep who missed it, not on the lead's present owner: those who lead that rep
   * may, and admins.
   * @returns the clock, and the lead that it is about
   * @throws NotFoundError ForbiddenError MissStruckError NotMissedError
   */
  async strike(
    { leadId, clockId }: { readonly leadId: string; readonly clockId: string },
    reason: string,
    caller: Caller,
  ): Promise<{ readonly clock: LeadClock; readonly leadCase: LeadCase }> {
    let struck: LeadClock | undefined;
    const mayToo = ({ tenures }: LeadCase, { directory }: TransactionContext) =>
      tenures.some(({ repId }) => repId !== null && repsLedBy(caller, directory).has(repId));
    const leadCase = await this.acting.change(
      { id: leadId, caller, mayToo, alsoErased: true },
      async ({ context, work, leadCase }) => {
        const { tx } = context;
        const open = leadCase.clocks.find(({ id }) => id === clockId);
        const clock = open ?? (await this.clocks.find(tx, leadId, clockId));
        if (clock === undefined) throw new NotFoundError('clock', clockId);
        requireStrikable(clock, caller, context, () => mayWorkOn(leadCase, caller, context));
        if (open === undefined) leadCase.clocks.push(clock);
        struck = strikeByHand(work, leadCase, clock, leadCase.lead.erasedAt === null ? reason : null);
      },
    );
    return { leadCase, clock: struck ?? (await this.clocks.find(this.database, leadId, clockId))! };
  }
}
