import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { KnownSinceReader } from '../touches/known-since.service.js';
import { type Finding, judgeProof, PROVEN, proofsAsked } from './proving.js';

/** A lead that somebody wants to close, and the reason. */
interface Asking {
  readonly leadCase: LeadCase;
  readonly reason: string;
}

/** Checks the attempts that reasons ask for. */
@Injectable()
export class Proofs {
  constructor(
    private readonly activity: ActivityStore,
    private readonly knownSince: KnownSinceReader,
    private readonly cases: LeadCases,
  ) {}

  /**
   * Reads the touches of all leads whose reasons ask for attempts.
   * @param caller null if whoever closes them may do so in any case: of many leads at once, or with a lost deal
   */
  async read(
    context: TransactionContext,
    asking: readonly Asking[],
    caller: Caller | null,
  ): Promise<(one: Asking) => Finding> {
    const { tx, directory } = context;
    const proofs = proofsAsked(directory, caller);
    const proofOf = ({ reason }: Asking) => proofs.get(reason.toLowerCase());
    const asked = asking.filter((one) => proofOf(one) !== undefined);
    if (asked.length === 0) return () => PROVEN;
    const leads = asked.map(({ leadCase }) => leadCase.lead);
    await this.cases.readDocuments(tx, pluck(asked, 'leadCase'));
    const touches = groupBy(await this.activity.readOfCycles(tx, leads), ({ leadId }) => leadId);
    const since = await this.knownSince.readMany(tx, pluck(leads, 'id'));
    return (one) => {
      const proof = proofOf(one);
      if (proof === undefined) return PROVEN;
      const { leadCase } = one;
      const { id } = leadCase.lead;
      return judgeProof(proof, { leadCase, touches: touches.get(id) ?? [], since: since.get(id) }, context, caller);
    };
  }
}
