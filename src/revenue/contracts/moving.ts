import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type Day, daysAfter, laterOf } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
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

interface ContractMove {
  readonly faults: readonly Fault[];
  /** Null if it is that account's already. */
  readonly turn: ContractTurn | null;
  readonly made: { readonly id: string; readonly fields: ContractFields } | null;
}

/** Returns a contract with those among others to which its lines have moved, directly or through further ones. */
export function withMoved<Moving extends Pick<Contract, 'id' | 'movedFromContractId'>>(
  contract: Moving,
  all: readonly Moving[],
): Moving[] {
  const next = all.filter(({ movedFromContractId }) => movedFromContractId === contract.id);
  return [contract, ...next.flatMap((each) => withMoved(each, all))];
}

/** Moves a contract, or lines of it, to another account: the ARR of one goes to the other on the same day. */
export function moved(contract: Contract, move: Move): ContractMove {
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

function wholeMoved(contract: Contract, { accountId, today }: Move): ContractMove {
  const { startsOn, heldBy, currency, lines } = contract;
  const from = laterOf(today, startsOn);
  const facts = {
    fromAccountId: contract.accountId,
    toAccountId: accountId,
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

function linesMoved(contract: Contract, products: readonly string[], { accountId, today, newId }: Move): ContractMove {
  const { startsOn, endsOn, currency, noticeDays, autoRenewMonths, notice } = contract;
  const from = laterOf(today, startsOn);
  const lines = linesFrom(goingOf(contract, products), from, currency, 'transfer').map(withoutMoves);
  if (lines.length === 0 || (endsOn !== null && endsOn < from))
    return { faults: [isOver(from)], turn: null, made: null };
  const fields: ContractFields = {
    dealId: null,
    externalId: null,
    refs: {},
    reported: null,
    withdrawnAt: null,
    movedFromContractId: contract.id,
    currency,
    startsOn: from,
    noticeDays,
    autoRenewMonths,
    notice: notice && noticeFacts(notice),
    lines,
    terms: termsFrom(contract, from),
    heldBy: [{ accountId, from }],
  };
  const facts = {
    fromAccountId: contract.accountId,
    toAccountId: accountId,
    toContractId: newId,
    products,
    arr: amountIn(arrOn({ lines, currency }, from), currency),
  };
  const left = contract.lines.flatMap((line) =>
    isGoing(line, products) && !isOverBy(from, line)
      ? restOf(line, { movedToContractId: newId, movedOn: from }, currency)
      : [line],
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

/** The contract to which a product went, and the day. */
type MovedTo = Required<Pick<ContractLine, 'movedToContractId' | 'movedOn'>>;

/** What stays of a line that moves. */
function restOf(line: ContractLine, { movedToContractId, movedOn }: MovedTo, currency: string): ContractLine[] {
  return linesUntil([{ ...line, movedToContractId, movedOn }], daysAfter(movedOn, -1), currency);
}

function isOverBy(day: Day, { segments }: ContractLine): boolean {
  const { to } = segments.at(-1)!;
  return to !== null && to < day;
}

/** Moves of products from a contract, by day. */
function movesOf({ lines }: Agreement): (ContractLine & MovedTo)[] {
  const hasMoved = (line: ContractLine): line is ContractLine & MovedTo => line.movedOn !== undefined;
  return lines.filter(hasMoved).sort((one, other) => (one.movedOn < other.movedOn ? -1 : 1));
}

/**
 * Cuts amended lines where other contracts have their products by now. A line that begins on the day of the move or
 * later is another one.
 */
export function withoutLaterMoves(lines: readonly ContractLine[], agreement: Agreement): MovedLater {
  const moves = movesOf(agreement);
  const gone = lines.map(({ product, segments }) =>
    moves.find((move) => move.product === product && segments[0]!.from < move.movedOn),
  );
  return {
    lines: lines.flatMap((line, place) => {
      const move = gone[place];
      return move === undefined ? [line] : restOf(line, move, agreement.currency);
    }),
    cut: gone.flatMap((move, place) =>
      move === undefined || isOverBy(move.movedOn, lines[place]!) ? [] : [{ place, gone: move }],
    ),
  };
}

interface MovedLater {
  readonly lines: readonly ContractLine[];
  /** Of lines that would have gone on otherwise. */
  readonly cut: readonly { readonly place: number; readonly gone: MovedTo }[];
}

/**
 * Removes from reported lines what other contracts have by now. That something moved stays recorded for products that
 * are no longer reported, since they may be reported again.
 */
export function withoutMoved(lines: readonly ContractLine[], known: Agreement, currency: string): ContractLine[] {
  const moved = movesOf(known);
  const left = lines.flatMap((line) => {
    const gone = moved.find(({ product }) => product === line.product);
    return gone === undefined ? [line] : restOf(line, gone, currency);
  });
  const isKnown = (line: ContractLine) =>
    left.some(({ product, movedToContractId: to }) => product === line.product && to === line.movedToContractId);
  return [...left, ...moved.filter((line) => !isKnown(line)).map((line) => ({ ...line, segments: [] }))];
}

const isGoing = ({ product, movedToContractId }: ContractLine, products: readonly string[]) =>
  movedToContractId === undefined && products.includes(product);

function goingOf({ lines }: Agreement, products: readonly string[]): readonly ContractLine[] {
  return lines.filter((line) => isGoing(line, products));
}

const withoutMoves = ({ product, kind, segments, dealId }: ContractLine): ContractLine => ({
  product,
  kind,
  segments,
  ...(dealId !== undefined && { dealId }),
});
