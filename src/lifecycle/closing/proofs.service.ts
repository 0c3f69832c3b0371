import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { faultsOfProof } from '../../disposition/proof.js';
import type { Warning } from '../../documents/version.schema.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { TooFewAttemptsError } from '../../leads/lead.errors.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { KnownSinceReader } from '../touches/known-since.service.js';
import { lackingAttempts } from './asked-attempts.js';

/** A lead that somebody wants to close, and the reason. */
interface Asking {
  readonly leadCase: LeadCase;
  readonly reason: string;
}

/** What the attempts that a reason asks for mean for a closing. */
interface Finding {
  readonly refusal?: InvalidRequestError;
  /** Whether some are missing that the policy asks for, and the caller may close the lead all the same. */
  readonly withoutAttempts?: true;
  readonly warnings: readonly Warning[];
}

const PROVEN: Finding = { warnings: [] };

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
    const proofs = new Map(directory.content.reasons.map(({ code, proof }) => [code.toLowerCase(), { code, proof }]));
    const isProgram = caller !== null && may(caller, 'integration');
    const proofOf = ({ reason }: Asking) => {
      const found = proofs.get(reason.toLowerCase());
      if (found === undefined || found.proof === null) return null;
      // Programs apply rules of their own.
      return found.proof !== 'policy' && (caller === null || isProgram)
        ? null
        : { code: found.code, proof: found.proof };
    };
    const asked = asking.filter((one) => proofOf(one) !== null);
    if (asked.length === 0) return () => PROVEN;
    const leads = asked.map(({ leadCase }) => leadCase.lead);
    await this.cases.readDocuments(tx, pluck(asked, 'leadCase'));
    const touches = groupBy(await this.activity.readOfCycles(tx, leads), ({ leadId }) => leadId);
    const since = await this.knownSince.readMany(tx, pluck(leads, 'id'));
    return (one) => {
      const asks = proofOf(one);
      if (asks === null) return PROVEN;
      const { code, proof } = asks;
      const { leadCase } = one;
      const made = touches.get(leadCase.lead.id) ?? [];
      if (proof !== 'policy') {
        const faults = faultsOfProof(code, proof, made);
        return faults.length === 0 ? PROVEN : { refusal: new InvalidRequestError(faults), warnings: [] };
      }
      const lacking = lackingAttempts(context, leadCase, made, since.get(leadCase.lead.id));
      if (lacking === null) return PROVEN;
      const message = `The reason ${code} rests on attempts to reach the person: ${lacking.message}`;
      if (isProgram) return { warnings: [{ pointer: '/reason', message }], withoutAttempts: true };
      // A manager vouches for what the policy asks for.
      if (caller === null || may(caller, 'manager')) return { warnings: [], withoutAttempts: true };
      return { refusal: new TooFewAttemptsError(message, lacking.progress), warnings: [] };
    };
  }
}
