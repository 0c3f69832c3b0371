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

/** Strikes single misses, which a person says were nobody's fault. */
@Injectable()
export class StrikingService {
  constructor(
    private readonly acting: ActingService,
    private readonly clocks: ClockStore,
    private readonly database: Database,
  ) {}

  /**
   * Of whatever cycle, and also of a lead that is closed or whose person was erased, as its misses go on counting. Whose miss it is decides who may strike it, wherever the lead has
   * gone since: whoever leads them, and nobody for themselves. @returns the clock, and the lead that it is about
   * @throws NotFoundError ForbiddenError MissStruckError NotMissedError
   */
  async strike(
    { leadId, clockId }: { readonly leadId: string; readonly clockId: string },
    reason: string,
    caller: Caller,
  ): Promise<{ readonly clock: LeadClock; readonly leadCase: LeadCase }> {
    let struck: LeadClock | undefined;
    const mayToo = ({ tenures }: LeadCase, { directory }: TransactionContext) =>
      tenures.some(({ repId }) => repId !== null && ledBy(caller, directory).has(repId));
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

/** Those whom the holder of a key leads. */
export function ledBy({ repId }: Caller, directory: Directory): ReadonlySet<string> {
  return repId === null ? new Set() : directory.repsUnder(repId);
}

/** @throws ForbiddenError MissStruckError NotMissedError */
export function requireStrikable(clock: Clock, ...judge: JudgeOf): void {
  requireJudge(clock, ...judge);
  if (isStruck(clock)) throw new MissStruckError(clock.struckBreachAt!);
  if (clock.state !== 'breached') throw new NotMissedError(clock.state);
}

/** Who strikes, and whether they may work on what was missed. */
type JudgeOf = [caller: Caller, context: Pick<TransactionContext, 'directory'>, mayWork: () => boolean];

/** People are paid by misses, so nobody strikes their own. A promise of the company is struck by whoever may work on it. */
function requireJudge({ repId }: Clock, ...[caller, { directory }, mayWork]: JudgeOf): void {
  if (caller.scopes.includes('admin')) return;
  if (repId !== null && repId === caller.repId)
    throw new ForbiddenError('This miss is your own: whoever leads you can strike it, or an admin.');
  const mayJudge = repId === null ? mayWork() : ledBy(caller, directory).has(repId);
  if (!mayJudge) throw new ForbiddenError('Only whoever leads the rep whose miss it is can strike it, or an admin.');
}
