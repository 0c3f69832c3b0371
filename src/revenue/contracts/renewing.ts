import { isDeepStrictEqual } from 'node:util';
import { system } from '../../platform/actor.js';
import { type Day, daysAfter } from '../../platform/day.js';
import type { Fault } from '../../platform/fault.js';
import { amountIn } from '../../platform/money.js';
import type { Decided } from './amending.js';
import { type Agreement, arrOn, type ContractLine, type Notice, presentTermOf, type Turn } from './contract.js';
import type { RenewBody } from './contract.schema.js';
import { joined, linesFrom } from './contract-lines.js';
import { readLines } from './reading-contracts.js';
import { closedOf, give, nextTermOf, type Renewed, renewedBy } from './terms.js';

/** A term that was signed: it begins on the day after the present end, whenever it is told. */
export function renewed(agreement: Agreement, { endsOn, lines }: RenewBody): Decided {
  if (isRenewedSo(agreement, { endsOn, lines })) return { faults: [], turn: null, warnings: [] };
  const term = nextTermOf(agreement, endsOn);
  if ('pointer' in term) return { faults: [term], turn: null, warnings: [] };
  const { currency } = agreement;
  const read = readLines(lines, { from: term.startsOn, to: endsOn, currency, cause: 'renewal' });
  if (read.faults.length > 0) return { faults: read.faults, turn: null, warnings: [] };
  const closed = closedOf(agreement);
  const next = { terms: [...closed.terms, term], lines: joined(closed.lines, read.lines), notice: null };
  const turn = turnOf({ ...agreement, ...closed }, next, 'signed');
  return { faults: [], turn, warnings: read.warnings };
}

/** Whether that is what was renewed last: told twice is once. */
function isRenewedSo(agreement: Agreement, { endsOn, lines }: RenewBody): boolean {
  const { startsOn, endsOn: end, cause } = presentTermOf(agreement);
  if (cause !== 'renewed' || end !== endsOn || agreement.notice !== null) return false;
  const { currency } = agreement;
  const read = readLines(lines, { from: startsOn, to: endsOn, currency, cause: 'renewal' });
  const present = linesFrom(agreement.lines, startsOn, currency, 'renewal');
  return read.faults.length === 0 && isDeepStrictEqual(inOrder(read.lines), inOrder(present));
}

function inOrder(lines: readonly ContractLine[]): ContractLine[] {
  return [...lines].sort((a, b) => (`${a.product} ${a.kind}` < `${b.product} ${b.kind}` ? -1 : 1));
}

/** The terms for which a contract has renewed by itself by a day, because nobody gave notice. */
export function renewedByItself(agreement: Agreement, today: Day): Turn[] {
  return turnsOf(agreement, renewedBy(agreement, today));
}

/** What happens when notice was given: the renewals that it came too late for, and the notice. */
export function noticed(
  agreement: Agreement,
  given: Pick<Notice, 'givenOn' | 'reason'>,
): { readonly faults: readonly Fault[]; readonly turns: readonly Turn[] } {
  const { notice } = agreement;
  if (notice !== null && notice.givenOn === given.givenOn && notice.reason === given.reason)
    return { faults: [], turns: [] };
  const result = give(agreement, given);
  if ('pointer' in result) return { faults: [result], turns: [] };
  const { renewals, fields, undone } = result;
  const facts = undone === 0 ? {} : { undone };
  const turns = turnsOf({ ...agreement, notice: null }, renewals);
  return { faults: [], turns: [...turns, { type: 'contract.noticeGiven', fields, facts }] };
}

function turnsOf(agreement: Agreement, renewals: readonly Renewed[]): Turn[] {
  let now = agreement;
  return renewals.map((next) => {
    const turn = { ...turnOf(now, next, 'auto'), actor: system('renewal') };
    now = { ...now, ...next };
    return turn;
  });
}

function turnOf(agreement: Agreement, next: Renewed, cause: 'signed' | 'auto'): Turn {
  const { currency } = agreement;
  const { startsOn } = presentTermOf(next);
  const facts = {
    cause,
    formerArr: amountIn(arrOn(agreement, daysAfter(startsOn, -1)), currency),
    arr: amountIn(arrOn({ lines: next.lines, currency }, startsOn), currency),
  };
  return { type: 'contract.renewed', fields: next, facts };
}
