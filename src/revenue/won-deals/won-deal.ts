import { isDeepStrictEqual } from 'node:util';
import type { ContractProblem, ContractProblemCode } from '../../deals/contract-problem.js';
import type { Deal } from '../../deals/deal.js';
import type { Row } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';
import { renewedWhile } from '../contracts/auto-renewal.js';
import type { Contract, ContractFields, ContractTurn } from '../contracts/contract.js';
import { type InCurrency, keptInCurrencyBy } from '../contracts/contract-currency.js';
import { withMoved } from '../contracts/moving.js';
import { withUndoneTerms } from '../contracts/notice.js';
import { changedFields, signed } from '../contracts/reported-contract.js';
import { added, barredFrom, isAsAdded, linesOfDeal, takenOut } from './adding.js';
import type { SoldContract } from './sold.js';
import type { WON_DEAL, WonDealWay } from './won-deal.table.js';

/** What a won deal has made of contracts. */
export type WonDeal = Row<typeof WON_DEAL>;

/** What a look reads of a deal. */
interface SeenDeal {
  readonly deal: Deal;
  readonly former: WonDeal;
  /** Null if no contract follows from what was sold. */
  readonly sold: SoldContract | ContractProblem | null;
  /**
   * By id: the contract that the deal had, with those to which lines of it have moved; the one that it names; and those
   * that name it, the oldest first.
   */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly inCurrency: InCurrency;
  readonly now: Instant;
}

/** A deal from which a contract follows, or should. */
type SeenSale = SeenDeal & { readonly sold: SoldContract | ContractProblem };

export const OUTCOMES = ['made', 'added', 'followed', 'parted', 'dropped', 'told', 'withdrawn', 'none'] as const;
export type WonDealOutcome = (typeof OUTCOMES)[number];

/** What happens, in this order. The numbers of events are known only afterwards. */
export interface WonDealEffects {
  readonly turns: readonly { readonly contractId: string; readonly turn: ContractTurn }[];
  readonly made: ContractFields | null;
  readonly how: WonDealWay | null;
  /** Null if there is none, or if it is yet to be made. */
  readonly contractId: string | null;
  readonly lastSold: SoldContract | null;
  /** Whether the contract is as the deal says after these events. */
  readonly isAsSold: boolean;
  /** Null if nothing has happened. */
  readonly outcome: WonDealOutcome | null;
  readonly problem: ContractProblem | null;
}

const NOTHING: WonDealEffects = {
  turns: [],
  made: null,
  how: null,
  contractId: null,
  lastSold: null,
  isAsSold: false,
  outcome: null,
  problem: null,
};

/** Whether a look at a changed deal decides if it makes a contract. Renewals follow their contracts instead. */
export function mayMakeContract({ stage, type }: Deal): boolean {
  return stage === 'won' && type !== 'renewal';
}

/** Decides what happens to the contract of a deal after a change of the deal, its form or the contract. */
export function followed(seen: SeenDeal): WonDealEffects {
  const { deal, former, sold } = seen;
  const stays = { ...NOTHING, how: former.how, contractId: former.contractId, lastSold: former.lastSold };
  if (deal.stage !== 'won') return leave(seen, NOTHING);
  const reported = [...seen.contracts.values()].find((each) => each.dealId === deal.id && isReported(each));
  if (reported !== undefined)
    return former.contractId === reported.id
      ? { ...asReported(reported), outcome: former.how === 'told' ? null : 'told' }
      : leave(seen, asReported(reported));
  // Renewals make no contracts. One that was won as another type has made none either.
  if (deal.type === 'renewal' || sold === null) return leave(seen, NOTHING);
  const sale = { ...seen, sold };
  const target = targetOf(seen);
  const isWithdrawn = seen.contracts.get(former.contractId ?? '')?.withdrawnAt !== null;
  const isSame =
    former.how === (target === null ? 'made' : 'added') && (target ?? former.contractId) === former.contractId;
  if (isSame && !isWithdrawn) return goOn(sale, stays);
  return leave(seen, target === null ? make(sale) : add(sale, seen.contracts.get(target)!));
}

function isReported({ reported, withdrawnAt }: Contract): boolean {
  return reported !== null && withdrawnAt === null;
}

function asReported({ id }: Contract): WonDealEffects {
  return { ...NOTHING, how: 'told', contractId: id, outcome: 'told' };
}

/** The contract that a deal adds to; null if it makes one of its own. */
function targetOf({ deal, former }: SeenDeal): string | null {
  const hasMade = former.how !== 'added' && former.contractId === deal.contractId;
  return deal.type === 'expansion' && !hasMade ? deal.contractId : null;
}

function make({ deal, sold }: SeenSale): WonDealEffects {
  if ('code' in sold) return without(sold);
  const made = { ...agreedBy(sold, deal.id), reported: null };
  return { ...NOTHING, made, how: 'made', lastSold: sold, isAsSold: true, outcome: 'made' };
}

function add({ deal, sold }: SeenSale, contract: Contract): WonDealEffects {
  if ('code' in sold) return without(sold);
  const code = barredFrom(contract, sold);
  if (code !== null) return without(about(code));
  const turns = [{ contractId: contract.id, turn: added(contract, sold, deal.id) }];
  return { ...NOTHING, turns, how: 'added', contractId: contract.id, lastSold: sold, isAsSold: true, outcome: 'added' };
}

function without(problem: ContractProblem): WonDealEffects {
  return { ...NOTHING, outcome: 'none', problem };
}

function about(code: ContractProblemCode): ContractProblem {
  return { code, pointer: null };
}

/** Withdraws what the deal had made or added, and puts `next` in its place. */
function leave({ deal, former, contracts, now }: SeenDeal, next: WonDealEffects): WonDealEffects {
  const contract = contracts.get(former.contractId ?? '');
  if (contract === undefined || contract.withdrawnAt !== null) return next;
  const isNothing = next.outcome === null || next.outcome === 'none';
  const turned = (turns: WonDealEffects['turns']): WonDealEffects => ({
    ...next,
    turns: [...turns, ...next.turns],
    outcome: isNothing ? 'withdrawn' : next.outcome,
  });
  if (former.how === 'made' && contract.reported === null)
    return turned(
      inForce(contract, contracts).map((each) => ({
        contractId: each.id,
        turn: withdrawn(each, deal.id, now),
      })),
    );
  const added = former.how === 'added' ? withLinesOf(deal.id, inForce(contract, contracts)) : [];
  if (added.length === 0) return next;
  return turned(
    added.map((each) => {
      const isItsAlone = each !== contract && each.lines.every(({ dealId }) => dealId === deal.id);
      const turn = isItsAlone ? withdrawn(each, deal.id, now) : takenOut(each, former.lastSold!, deal.id);
      return { contractId: each.id, turn };
    }),
  );
}

function withLinesOf(dealId: string, contracts: readonly Contract[]): Contract[] {
  return contracts.filter((each) => linesOfDeal(each, dealId).length > 0);
}

/** Returns a contract with those to which its lines have moved. */
function inForce(contract: Contract, contracts: SeenDeal['contracts']): Contract[] {
  return withMoved(
    contract,
    [...contracts.values()].filter(({ withdrawnAt }) => withdrawnAt === null),
  );
}

/** Keeps the first term alone, so that the renewals of later terms are withdrawn as well. */
function withdrawn({ terms }: Contract, byDealId: string, withdrawnAt: Instant): ContractTurn {
  const fields = { withdrawnAt, lines: [], notice: null, terms: terms.slice(0, 1) };
  return { type: 'contract.withdrawn', fields, facts: { byDealId } };
}

/** Updates the contract to what the deal says now, unless it was changed otherwise. */
function goOn(seen: SeenSale, stays: WonDealEffects): WonDealEffects {
  const { deal, former, sold, contracts, inCurrency } = seen;
  const contract = contracts.get(former.contractId!)!;
  if ('code' in sold) return { ...stays, problem: sold };
  if (isDropped(seen)) {
    const isNew = deal.contractProblem?.code !== 'dropped';
    return { ...stays, outcome: isNew ? 'dropped' : null, problem: about('dropped') };
  }
  const lastSold = former.lastSold!;
  // A form that is empty again was erased: nothing else is known of what was sold.
  if (isDeepStrictEqual(lastSold, sold) || (lastSold.from === 'form' && sold.from === 'term')) return stays;
  const turn = followingTurn(contract, former, sold, { dealId: deal.id, inCurrency });
  if (typeof turn === 'string') return { ...stays, problem: about(turn) };
  if (turn === null) return { ...stays, lastSold: sold, isAsSold: contract.eventSeq === former.contractSeq };
  const isParted = turn.type === 'contract.parted';
  return {
    ...stays,
    turns: [{ contractId: contract.id, turn }],
    lastSold: sold,
    isAsSold: !isParted,
    outcome: isParted ? 'parted' : 'followed',
  };
}

/**
 * Reports whether nothing is left of what a deal added, because the contract was reported or amended without it. A
 * document of a program that has all its products by now contains what was sold.
 */
function isDropped({ deal, former, contracts }: SeenDeal): boolean {
  if (former.how !== 'added') return false;
  const contract = contracts.get(former.contractId!)!;
  if (withLinesOf(deal.id, inForce(contract, contracts)).length > 0) return false;
  const reported = contract.reported?.lines ?? [];
  return !former.lastSold!.lines.every(({ product, kind }) =>
    reported.some((line) => line.product === product && line.kind === kind),
  );
}

/** Null if the contract does not change. */
function followingTurn(
  contract: Contract,
  former: WonDeal,
  sold: SoldContract,
  { dealId, inCurrency }: { readonly dealId: string; readonly inCurrency: InCurrency },
): ContractTurn | ContractProblemCode | null {
  if (isChangedOtherwise(contract, former, dealId))
    return { type: 'contract.parted', fields: {}, facts: { byDealId: dealId } };
  if (former.how === 'added') return barredFrom(withUndoneTerms(contract), sold) ?? added(contract, sold, dealId);
  if (keptInCurrencyBy(contract, sold.currency, inCurrency) !== undefined) return 'keptCurrency';
  const fields = { ...agreedBy(sold, dealId), refs: contract.refs, reported: null };
  const { accountId } = sold;
  const changed = changedFields(contract, { ...contract, ...fields, accountId, endsOn: sold.endsOn });
  return changed.length === 0
    ? null
    : { type: 'contract.amended', fields, facts: { fields: changed, byDealId: dealId } };
}

/** Reports whether the contract was changed otherwise. If several deals add to it, only the lines of this one count. */
function isChangedOtherwise(contract: Contract, { how, lastSold, contractSeq }: WonDeal, dealId: string): boolean {
  if (how === 'added') return !isAsAdded(contract, lastSold!, dealId);
  return contract.eventSeq !== contractSeq && !isAsMade(contract, lastSold!, dealId);
}

/** Reports whether a contract is what its deal made, which has done no more than renew by itself. */
function isAsMade(contract: Contract, lastSold: SoldContract, dealId: string): boolean {
  const made = { ...contract, ...agreedBy(lastSold, dealId) };
  const renewed = renewedWhile(made, ({ terms }) => terms.length < contract.terms.length);
  return changedFields(contract, renewed).length === 0;
}

function agreedBy(
  { accountId, currency, startsOn, endsOn, noticeDays, autoRenewMonths, lines }: SoldContract,
  dealId: string,
): ContractFields {
  const agreed = { accountId, currency, startsOn, endsOn, noticeDays, lines };
  return signed({ ...agreed, dealId, externalId: null, refs: {}, autoRenewMonths: autoRenewMonths ?? null });
}
