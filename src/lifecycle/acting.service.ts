import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../auth/auth.errors.js';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { actorOf, type Caller } from '../auth/scope.js';
import { LeadErasedError } from '../leads/lead.errors.js';
import { isSeen, sightOf, workSightOf } from '../leads/visibility.js';
import { NotFoundError } from '../platform/input/refusal.js';
import type { Tx } from '../platform/sql/database.js';
import type { LeadCase } from './lead-case.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService, type TransactionContext } from './lifecycle.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A caller's request to act on one lead. */
interface ActRequest {
  readonly id: string;
  readonly caller: Caller;
  /** Takes locks that come before the lead's. */
  readonly before?: (tx: Tx) => Promise<void>;
  /** Lets further callers act, besides those who may work on the lead. */
  readonly mayToo?: (leadCase: LeadCase, context: TransactionContext) => boolean;
  /** Whether the action is allowed on a lead whose person was erased. */
  readonly alsoErased?: boolean;
}

/** A lead that is opened for an action, with its transaction and unit of work. */
export interface LeadAction {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly leadCase: LeadCase;
}

/**
 * Carries out actions of people and programs on one lead, in a transaction of its own, and only once if the request is
 * repeated.
 */
@Injectable()
export class ActingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly requests: IdempotencyStore,
  ) {}

  /**
   * @returns the lead after the action; for a repeated request, whose first response was lost, the lead as it is now
   * @throws NotFoundError ForbiddenError unless the caller may work on the lead
   */
  change(
    { id, caller, before, mayToo, alsoErased = false }: ActRequest,
    action: (opened: LeadAction) => Promise<void>,
  ): Promise<LeadCase> {
    return this.lifecycle.perform(async (context) => {
      await before?.(context.tx);
      const [leadCase] = await this.cases.open(context.tx, [id], { withDocuments: true });
      // Checked first: the first run of the request may have moved the lead out of the caller's sight.
      const hasActed = await this.requests.hasActed(context.tx, caller.requestId);
      const mayAct = (opened: LeadCase) => mayWorkOn(opened, caller, context) || mayToo?.(opened, context) === true;
      if (leadCase === undefined || !(hasActed || mayAct(leadCase))) throw refusalOf(leadCase, id, caller, context);
      const work = this.lifecycle.workOn([leadCase], context, actorOf(caller));
      if (hasActed) return leadCase;
      if (leadCase.lead.erasedAt !== null && !alsoErased) throw new LeadErasedError(leadCase.lead.erasedAt);
      await action({ context, work, leadCase });
      await this.lifecycle.save(context.tx, work);
      return leadCase;
    });
  }
}

/** Reports whether a caller may change a lead whose document was read. */
export function mayWorkOn({ lead, document }: LeadCase, caller: Caller, { directory }: TransactionContext): boolean {
  return isSeen(workSightOf(caller, directory), { ...lead, createdBy: document!.createdBy });
}

/**
 * Returns the error for a caller who may not work on a lead: there is no such lead, or they may only read it, like
 * those who handed it over.
 */
export function refusalOf(
  leadCase: LeadCase | undefined,
  id: string,
  caller: Caller,
  { directory }: TransactionContext,
): ForbiddenError | NotFoundError {
  const isRead =
    leadCase !== undefined &&
    isSeen(sightOf(caller, directory), { ...leadCase.lead, createdBy: leadCase.document!.createdBy });
  return isRead ? new ForbiddenError(ONLY_READ) : new NotFoundError('lead', id);
}

const ONLY_READ = 'You may only read it: a lead is changed by its owner, by a manager above them, or by a program.';
