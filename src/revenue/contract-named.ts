import { type Fault, fault } from '../platform/fault.js';
import { digitsOf, minorUnitsOf } from '../platform/money.js';
import { counted } from '../platform/words.js';
import type { Contract } from './contracts/contract.js';

/** Rejects a contract that does not exist, or was withdrawn. */
export function faultsOfContract(contract: Contract | undefined, contractId: string): Fault[] {
  const pointer = '/contractId';
  if (contract === undefined) return [fault(pointer, 'unknownId', `There is no contract ${contractId}.`)];
  if (contract.withdrawnAt === null) return [];
  return [fault(pointer, 'withdrawn', `Contract ${contractId} was withdrawn: it is as if it had never been.`)];
}

/** Rejects an amount with more decimals than its currency has. */
export function faultsOfAmount(pointer: string, amount: string, currency: string): Fault[] {
  if (minorUnitsOf(amount, currency) !== null) return [];
  const message = `Expected an amount with at most ${counted(digitsOf(currency), 'decimal')}, as ${currency} has.`;
  return [fault(pointer, 'decimals', message)];
}
