import { type Fault, fault } from '../platform/input/fault.js';
import type { Contract } from './contracts/contract.js';

/** Rejects a contract that does not exist, or was withdrawn. */
export function faultsOfContract(contract: Contract | undefined, contractId: string): Fault[] {
  const pointer = '/contractId';
  if (contract === undefined) return [fault(pointer, 'unknownId', `There is no contract ${contractId}.`)];
  if (contract.withdrawnAt === null) return [];
  return [fault(pointer, 'withdrawn', `Contract ${contractId} was withdrawn: it is as if it had never been.`)];
}
