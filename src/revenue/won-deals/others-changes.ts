import type { Day } from '../../platform/day.js';
import { stepsOf } from '../contracts/arr-steps.js';
import type { Contract } from '../contracts/contract.js';

/** What says how much of a contract other deals have added. */
export type SharedContract = Pick<Contract, 'currency' | 'lines' | 'heldBy' | 'terms' | 'notice'>;

export interface OthersChange {
  readonly currency: string;
  readonly day: Day;
  /** Minor units. */
  readonly change: bigint;
}

/**
 * Returns the changes of ARR by what other deals have added to the contract of a deal, whichever account has it. It is
 * theirs: counted for the deal it would hide a loss, which later additions do not make up for.
 */
export function changesByOthers(contract: SharedContract, dealId: string): OthersChange[] {
  const lines = contract.lines.filter((line) => line.dealId !== undefined && line.dealId !== dealId);
  const { currency } = contract;
  return stepsOf({ ...contract, lines }).map(({ onDay: day, change }) => ({ currency, day, change }));
}
