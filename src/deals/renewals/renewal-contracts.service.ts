import { Injectable } from '@nestjs/common';
import type { Warning } from '../../documents/version.schema.js';
import type { RenewBody } from '../../forms/contract-lines.dto.js';
import type { RequestedAction } from '../../lifecycle/lifecycle.service.js';
import type { Instant } from '../../platform/values/duration.js';
import type { DealCase } from '../row-case.js';

/** The win of a renewal. */
export interface RenewalWin {
  readonly wonAt: Instant;
  /** The term that was signed; by default the present one again, at its ARR. */
  readonly renew: RenewBody | undefined;
}

export interface RenewalLoss {
  /** The code of a churn reason, as it was sent. */
  readonly reason: string | null;
  /** The day on which the customer said so; today by default. */
  readonly givenOn: string | undefined;
  /** The words for the deal. */
  readonly note: string | null;
  /** Whether the deal is lost all the same without a known reason, or too late, as a report of another system is. */
  readonly isReport: boolean;
}

/** What has become of the deal; the caller writes it. */
export interface RenewalEnded {
  readonly warnings: readonly Warning[];
}

/** The renewal of a contract that a transaction has locked. Each act changes both, or returns null and does nothing. */
export interface OpenedRenewal {
  /** Renews the contract, which wins the deal. @throws InvalidRequestError for a term that cannot follow */
  renew(win: RenewalWin): Promise<RenewalEnded>;
  /** Records the notice, which loses the deal. @throws InvalidRequestError DealStageError @returns null for a report of no known reason */
  giveNotice(loss: RenewalLoss): Promise<RenewalEnded | null>;
  /** Takes back what the end of the deal did to its contract, and opens it again. @returns null if more has followed */
  takeBack(): Promise<RenewalEnded | null>;
}

/** Locks the contract that a deal renews; null if it renews none. Call it before handoffs are locked. */
export type OpenRenewal = (acting: RequestedAction, deal: DealCase) => Promise<OpenedRenewal | null>;

/** Renews contracts and gives notice as their renewals are won and lost. Without contracts, deals end alone. */
@Injectable()
export class RenewalContracts {
  open: OpenRenewal = async () => null;
}
