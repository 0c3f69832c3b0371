import { isDeepStrictEqual } from 'node:util';
import type { Warning } from '../../documents/version.schema.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type Day, dayInWords, daysAfter, laterOf } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import { withTermsAnew } from './auto-renewal.js';
import { type Agreement, arrOn, type ContractLine, type ContractTurn, endOf, presentTermOf } from './contract.js';
import type { AmendBody } from './contract.schema.js';
import { joined, linesUntil } from './contract-lines.js';
import { withoutLaterMoves } from './moving.js';
import { applyNotice } from './notice.js';
import { readLines } from './reading-contracts.js';

/** The change of a contract that a request comes to, or the faults that prevent it. */
export interface DecidedTurn {
  readonly faults: readonly Fault[];
  /** Null if it changes nothing. */
  readonly turn: ContractTurn | null;
  readonly warnings: readonly Warning[];
}

/** Replaces the lines from a day on. Those before it stay, cut at the day before. */
export function amended(agreement: Agreement, { effectiveOn, lines }: AmendBody): DecidedTurn {
  const { currency } = agreement;
  const outside = faultOfDay(agreement, effectiveOn);
  if (outside !== null) return { faults: [outside], turn: null, warnings: [] };
  const { terms } = agreement;
  const { endsOn: to } = presentTermOf(agreement);
  const { lines: present } = agreement;
  const within = { from: effectiveOn, to, until: endOf(agreement), terms, currency, cause: 'sold', present } as const;
  const read = readLines(lines, within);
  if (read.faults.length > 0) return { faults: read.faults, turn: null, warnings: [] };
  const left = withoutLaterMoves(read.lines, agreement);
  const next = withLines(agreement, effectiveOn, left.lines);
  if ('pointer' in next) return { faults: [next], turn: null, warnings: [] };
  const warnings = [...read.warnings, ...left.cut.map(cutByMove)];
  const fields = { terms: next.terms, lines: next.lines, notice: next.notice };
  if (isDeepStrictEqual(fields, { terms, lines: agreement.lines, notice: agreement.notice }))
    return { faults: [], turn: null, warnings };
  const facts = {
    effectiveOn,
    formerArr: amountIn(arrOn(agreement, effectiveOn), currency),
    arr: amountIn(arrOn(next, effectiveOn), currency),
  };
  return { faults: [], turn: { type: 'contract.amended', fields, facts }, warnings };
}

function cutByMove({ place, gone }: ReturnType<typeof withoutLaterMoves>['cut'][number]): Warning {
  const since = `${dayInWords(gone.movedOn)} on, this product is in contract ${gone.movedToContractId}`;
  const message = `From ${since}, to which it has moved: the line ends the day before. Amend that contract as well.`;
  return { pointer: `/lines${step(place)}`, message };
}

/**
 * Returns the contract with these lines from a day on, to the end of the term in which the last of them ends. Later
 * terms follow as if they had been agreed after that; without lines, none do.
 */
function withLines(agreement: Agreement, effectiveOn: Day, lines: readonly ContractLine[]): Agreement | Fault {
  const { terms, notice, currency } = agreement;
  const lastDay = lines
    .flatMap(({ segments }) => segments)
    .reduce((latest, { from, to }) => laterOf(latest, to ?? from), effectiveOn);
  const reached = terms.findLastIndex(({ startsOn }) => startsOn <= lastDay);
  const changed = {
    ...agreement,
    terms: terms.slice(0, reached + 1),
    lines: joined(linesUntil(agreement.lines, daysAfter(effectiveOn, -1), currency), lines),
  };
  const next = withTermsAnew(changed, lines.length === 0 ? { ...agreement, lines: [] } : agreement);
  if (notice === null || next.terms.length === terms.length) return next;
  const given = applyNotice({ ...next, notice: null }, notice);
  if ('fields' in given) return { ...next, ...given.fields };
  const message = `Notice was given on ${notice.givenOn}, in a term that would not follow any more. Take it back first.`;
  return fault('/lines', 'contradiction', message);
}

/** Returns a fault for a day outside of the contract, else null. */
export function faultOfDay(agreement: Agreement, day: Day): Fault | null {
  const end = endOf(agreement);
  const { startsOn } = agreement;
  if (day >= startsOn && (end === null || day <= end)) return null;
  const message = `Expected a day of the contract: on or after ${startsOn}${end === null ? '' : `, and up to ${end}`}.`;
  return fault('/effectiveOn', 'outside', message);
}
