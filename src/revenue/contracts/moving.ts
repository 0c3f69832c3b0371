import { type Day, daysAfter, laterOf } from '../../platform/day.js';
import { type Fault, fault, step } from '../../platform/fault.js';
import { amountIn } from '../../platform/money.js';
import {
  type Agreement,
  arrOn,
  type Contract,
  type ContractFields,
  type ContractHolder,
  type ContractLine,
  type ContractTurn,
  noticeFacts,
  type Term,
} from './contract.js';
import { linesFrom, linesUntil } from './contract-lines.js';

interface Move {
  readonly accountId: string;
  /** The products that move; null for the contract as a whole. */
  readonly products: readonly string[] | null;
  readonly today: Day;
  /** Id of the new contract for lines that move. */
  readonly newId: string;
}

interface Moved {
  readonly faults: readonly Fault[];
  /** Null if it is that account's already. */
  readonly turn: ContractTurn | null;
  readonly made: { readonly id: string; readonly fields: ContractFields } | null;
}

/** Moves a contract, or lines of it, to another account: the ARR of one goes to the other on the same day. */
export function moved(contract: Contract, move: Move): Moved {
  const { accountId, products } = move;
  const faults = (products ?? []).flatMap((product, place) => unknownProduct(contract, product, place));
  if (faults.length > 0) return { faults, turn: null, made: null };
  if (accountId === contract.accountId) return { faults: [], turn: null, made: null };
  const staying = contract.lines.some(({ product }) => products !== null && !products.includes(product));
  return staying ? linesMoved(contract, products!, move) : wholeMoved(contract, move);
}

function unknownProduct({ lines }: Agreement, product: string, place: number): Fault[] {
  if (lines.some((line) => line.product === product && line.movedToContractId === undefined)) return [];
  const known = [...new Set(lines.map((line) => line.product))].join(', ');
  const message = `There is no line of this product. Expected one of ${known}.`;
  return [fault(`/lines${step(place)}`, 'unknownProduct', message)];
}

function wholeMoved(contract: Contract, { accountId, today }: Move): Moved {
  const { startsOn, heldBy, currency, lines } = contract;
  const from = laterOf(today, startsOn);
  const facts = {
    ...{ fromAccountId: contract.accountId, toAccountId: accountId },
    arr: amountIn(arrOn(contract, from), currency),
  };
  const fields = { heldBy: holdersWith(heldBy, { accountId, from }), lines };
  return { faults: [], turn: { type: 'contract.transferred', fields, facts }, made: null };
}

/** Adds a holder, and drops those who would have held the contract for no day. */
function holdersWith(heldBy: readonly ContractHolder[], next: ContractHolder): ContractHolder[] {
  const before = heldBy.filter(({ from }) => from < next.from);
  return before.at(-1)?.accountId === next.accountId ? before : [...before, next];
}

function linesMoved(contract: Contract, products: readonly string[], { accountId, today, newId }: Move): Moved {
  const { startsOn, endsOn, currency, noticeDays, autoRenewMonths, notice } = contract;
  const from = laterOf(today, startsOn);
  const lines = linesFrom(goingOf(contract, products), from, currency, 'transfer').map(withoutMoves);
  if (lines.length === 0 || (endsOn !== null && endsOn < from))
    return { faults: [isOver(from)], turn: null, made: null };
  const fields: ContractFields = {
    ...{ dealId: null, externalId: null, refs: {}, told: null, withdrawnAt: null, movedFromContractId: contract.id },
    ...{ currency, startsOn: from, noticeDays, autoRenewMonths, notice: notice && noticeFacts(notice), lines },
    terms: termsFrom(contract, from),
    heldBy: [{ accountId, from }],
  };
  const facts = {
    ...{ fromAccountId: contract.accountId, toAccountId: accountId, toContractId: newId, products },
    arr: amountIn(arrOn({ lines, currency }, from), currency),
  };
  const left = contract.lines.flatMap((line) =>
    isGoing(line, products) ? restOf(line, { toContractId: newId, from }, currency) : [line],
  );
  const turn: ContractTurn = { type: 'contract.transferred', fields: { lines: left }, facts };
  return { faults: [], turn, made: { id: newId, fields } };
}

function isOver(from: Day): Fault {
  return fault('/lines', 'over', `Expected lines that have not ended by ${from}.`);
}

/** The terms that are not over by then, as if the contract had begun on that day. */
function termsFrom({ terms }: Agreement, from: Day): Term[] {
  const left = terms.filter(({ endsOn }) => endsOn === null || endsOn >= from);
  return left.map((term) => ({ ...term, startsOn: laterOf(from, term.startsOn) }));
}

/** The contract that a line went to, and from which day on. */
interface Gone {
  readonly toContractId: string;
  readonly from: Day;
}

/** What stays of a line that moves. A line that was over by then stays as it was. */
function restOf(line: ContractLine, { toContractId, from }: Gone, currency: string): ContractLine[] {
  const lastDay = daysAfter(from, -1);
  const { to } = line.segments.at(-1)!;
  if (to !== null && to <= lastDay) return [line];
  return linesUntil([{ ...line, movedToContractId: toContractId, movedOn: from }], lastDay, currency);
}

/**
 * Removes from reported lines what other contracts have by now. That something moved stays recorded for products that
 * are no longer reported, since they may be reported again.
 */
export function withoutMoved(
  lines: readonly ContractLine[],
  { lines: known }: Agreement,
  currency: string,
): ContractLine[] {
  const moved = known.filter(({ movedToContractId }) => movedToContractId !== undefined);
  const left = lines.flatMap((line) => {
    const gone = moved.filter(({ product }) => product === line.product).map(goneOf);
    const [first] = gone.sort((one, other) => (one.from < other.from ? -1 : 1));
    return first === undefined ? [line] : restOf(line, first, currency);
  });
  const isKnown = (line: ContractLine) =>
    left.some(({ product, movedToContractId: to }) => product === line.product && to === line.movedToContractId);
  return [...left, ...moved.filter((line) => !isKnown(line)).map((line) => ({ ...line, segments: [] }))];
}

function goneOf({ movedToContractId, movedOn, segments }: ContractLine): Gone {
  return { toContractId: movedToContractId!, from: movedOn ?? daysAfter(segments.at(-1)!.to!, 1) };
}

const isGoing = ({ product, movedToContractId }: ContractLine, products: readonly string[]) =>
  movedToContractId === undefined && products.includes(product);

function goingOf({ lines }: Agreement, products: readonly string[]): readonly ContractLine[] {
  return lines.filter((line) => isGoing(line, products));
}

const withoutMoves = ({ product, kind, segments, dealId }: ContractLine): ContractLine => ({
  ...{ product, kind, segments },
  ...(dealId !== undefined && { dealId }),
});
