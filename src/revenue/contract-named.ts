import type { Fault } from '../platform/fault.js';
import type { Contract } from './contracts/contract.js';

/** Rejects a contract that does not exist, or was withdrawn. */
export function faultsOfContract(contract: Contract | undefined, contractId: string): Fault[] {
  const pointer = '/contractId';
  if (contract === undefined) return [{ pointer, code: 'unknownId', message: `There is no contract ${contractId}.` }];
  if (contract.withdrawnAt === null) return [];
  return [
    { pointer, code: 'withdrawn', message: `Contract ${contractId} was withdrawn: it is as if it had never been.` },
  ];
}
