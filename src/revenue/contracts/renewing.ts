import { isDeepStrictEqual } from 'node:util';
import type { RenewBody } from '../../forms/contract-lines.dto.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import type { DecidedTurn } from './amending.js';
import { renewalTurn } from './auto-renewal.js';
import { type Agreement, type ContractLine, type ContractTurn, endOf, presentTermOf, type Term } from './contract.js';
import { joined, linesFrom, linesUntil } from './contract-lines.js';
import { readLines } from './reading-contracts.js';

/** Adds a term that was signed. It begins on the day after the present end, whenever it is reported. */
export function renewed(agreement: Agreement, { endsOn, lines }: RenewBody): DecidedTurn {
  if (isRenewedSo(agreement, { endsOn, lines })) return { faults: [], turn: null, warnings: [] };
  const term = nextTermOf(agreement, endsOn);
  if ('pointer' in term) return { faults: [term], turn: null, warnings: [] };
  const { currency, lines: present } = agreement;
  const read = readLines(lines, { from: term.startsOn, to: endsOn, currency, cause: 'renewal', present });
  if (read.faults.length > 0) return { faults: read.faults, turn: null, warnings: [] };
  const closed = closedOf(agreement);
  const next = { terms: [...closed.terms, term], lines: joined(closed.lines, read.lines), notice: null };
  return { faults: [], turn: renewalTurn({ ...agreement, ...next }, 'signed'), warnings: read.warnings };
}

/** Takes the latest renewal back: the contract is as before it, with its present term again. */
export function unrenewed({ terms, lines, currency }: Agreement): ContractTurn {
  const left = terms.slice(0, -1);
  const fields = { terms: left, lines: linesUntil(lines, left.at(-1)!.endsOn, currency) };
  return { type: 'contract.amended', fields, facts: { fields: ['terms', 'lines'] } };
}

/** Reports whether this repeats the latest renewal, which then changes nothing. */
function isRenewedSo(agreement: Agreement, { endsOn, lines }: RenewBody): boolean {
  const { startsOn, endsOn: end, cause } = presentTermOf(agreement);
  if (cause !== 'renewed' || end !== endsOn || agreement.notice !== null) return false;
  const { currency, lines: present } = agreement;
  const read = readLines(lines, { from: startsOn, to: endsOn, currency, cause: 'renewal', present });
  const held = linesFrom(present, startsOn, currency, 'renewal');
  return read.faults.length === 0 && isDeepStrictEqual(inOrder(read.lines), inOrder(held));
}

function inOrder(lines: readonly ContractLine[]): ContractLine[] {
  const nameOf = ({ product, kind, dealId = '' }: ContractLine) => `${product} ${kind} ${dealId}`;
  return [...lines].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export const ENDLESS: Fault = fault(
  '',
  'contradiction',
  'This contract has no end, so that it need not be renewed: amend it instead.',
);

/** The term that follows the present one when the contract is renewed by hand. @returns a fault if none can */
function nextTermOf(agreement: Agreement, endsOn: Day): Term | Fault {
  const end = endOf(agreement);
  if (end === null) return ENDLESS;
  const startsOn = daysAfter(end, 1);
  if (endsOn < startsOn)
    return fault('/endsOn', 'tooEarly', `Expected a day after ${end}, the end of the present term.`);
  return { startsOn, endsOn, cause: 'renewed' };
}

/** Ends the present term with the contract, and cuts the lines there, if notice ends it earlier. */
function closedOf(agreement: Agreement): Pick<Agreement, 'terms' | 'lines'> {
  const end = endOf(agreement);
  const { terms, lines, currency } = agreement;
  const last = presentTermOf(agreement);
  return { terms: [...terms.slice(0, -1), { ...last, endsOn: end }], lines: linesUntil(lines, end, currency) };
}
