import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../auth/auth.errors.js';
import type { Caller } from '../auth/scope.js';
import { MissStruckError, NotMissedError } from '../clocks/clock.errors.js';
import { type Clock, isStruck, type LeadClock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import type { Directory } from '../directory/directory.js';
import { Database } from '../platform/database.js';
import { NotFoundError } from '../platform/refusal.js';
import { ActingService, mayWorkOn } from './acting.service.js';
import type { LeadCase } from './lead-case.js';
import type { TransactionContext } from './lifecycle.service.js';
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

/** Returns the reps whom the holder of a key leads. */
export function repsLedBy({ repId }: Caller, directory: Directory): ReadonlySet<string> {
  return repId === null ? new Set() : directory.repsUnder(repId);
}

/** @throws ForbiddenError MissStruckError NotMissedError */
export function requireStrikable(clock: Clock, ...judge: JudgeOf): void {
  requireJudge(clock, ...judge);
  if (isStruck(clock)) throw new MissStruckError(clock.struckBreachAt!);
  if (clock.state !== 'breached') throw new NotMissedError(clock.state);
}

/** The caller, and whether they may work on the subject of the miss. */
type JudgeOf = [caller: Caller, context: Pick<TransactionContext, 'directory'>, mayWork: () => boolean];

/**
 * Checks who may strike a miss. Pay depends on misses, so reps do not strike their own. A miss of the company is struck
 * by anybody who may work on the lead.
 */
function requireJudge({ repId }: Clock, ...[caller, { directory }, mayWork]: JudgeOf): void {
  if (caller.scopes.includes('admin')) return;
  if (repId !== null && repId === caller.repId)
    throw new ForbiddenError('You cannot strike your own miss: ask a manager above you or an admin.');
  const mayJudge = repId === null ? mayWork() : repsLedBy(caller, directory).has(repId);
  if (!mayJudge) throw new ForbiddenError('Only a manager above the rep who missed it, or an admin, can strike it.');
}
