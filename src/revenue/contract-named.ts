import type { Fault } from '../platform/fault.js';
import { digitsOf, minorUnitsOf } from '../platform/money.js';
import { counted } from '../platform/words.js';
import type { Contract } from './contracts/contract.js';

/** Why nothing can be told of a contract that somebody names. */
export function faultsOfContract(contract: Contract | undefined, contractId: string): Fault[] {
  const pointer = '/contractId';
  if (contract === undefined) return [{ pointer, code: 'unknownId', message: `There is no contract ${contractId}.` }];
  if (contract.withdrawnAt === null) return [];
  return [
    { pointer, code: 'withdrawn', message: `Contract ${contractId} was withdrawn: it is as if it had never been.` },
  ];
}

/** Why an amount is none in a currency. */
export function faultsOfAmount(pointer: string, amount: string, currency: string): Fault[] {
  if (minorUnitsOf(amount, currency) !== null) return [];
  const message = `Expected an amount with at most ${counted(digitsOf(currency), 'decimal')}, as ${currency} has.`;
  return [{ pointer, code: 'decimals', message }];
}
