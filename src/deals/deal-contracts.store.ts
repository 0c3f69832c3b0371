import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';
import { type Day } from '../platform/values/day.js';
import type { Deal, DealStage } from './deal.js';
import type { ProposedDeal } from './proposed-deal.schema.js';
import { type SaidSoldFor, saysNothing } from './sold-for.js';

/** A deal that is to enter a stage. */
interface Move {
  readonly deal: Deal;
  readonly stage: DealStage;
}

/** Decimals in the currency of the deal; null if not known. */
export interface DealArr {
  /** What it is worth a year. */
  readonly arr: string | null;
  /** What of that it adds to the ARR of its account. */
  readonly netNewArr: string | null;
}

export const UNKNOWN_ARR: DealArr = { arr: null, netNewArr: null };

/** Who was asked to answer what a delivery proposes. */
export interface Asked {
  /** Null while nobody who answers is active; undefined if it is not known. */
  readonly repId: string | null | undefined;
}

interface DealContracts {
  /** Returns the accounts of contracts that exist, by contract id. */
  readonly readAccounts: (sql: Sql, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** SQL condition: a contract was made from `deal`, and decides for how long it lasts. */
  readonly ofDeal: string;
  /** Whether a change of a deal has to be looked at before it is known if a contract is made from it. */
  readonly looksAt: (deal: Deal) => boolean;
  /** SQL condition: `deal` waits for that look. */
  readonly awaitsLook: string;
  /** SQL condition: a contract of the account of `deal` says how long the sale lasts. */
  readonly lastsLike: string;
  /** SQL query for the accounts (account_id) and the last days (ends_on) of contracts. */
  readonly lasting: string;
  /** Returns what deals are worth a year, by deal id. */
  readonly readArr: (sql: Sql, deals: readonly Deal[]) => Promise<ReadonlyMap<string, DealArr>>;
  /** Returns what deliveries of deals propose, as long as nobody has answered, by deal id. */
  readonly readProposals: (sql: Sql, deals: readonly Deal[]) => Promise<ReadonlyMap<string, ProposedDeal>>;
  /** Returns the deals whose deliveries propose an amendment, or another deal, that nobody has answered, by deal id. */
  readonly readProposing: (sql: Sql, dealIds: readonly string[]) => Promise<ReadonlyMap<string, Asked>>;
  /** Returns why expansions of a deal were proposed or declined, by the numbers of its events. */
  readonly readReasons: (sql: Sql, dealId: string) => Promise<Readonly<Record<string, string>>>;
  /** SQL condition: the delivery of `deal` proposes another deal. */
  readonly isProposed: string;
  /** SQL condition: nobody has answered that by the day `?`. */
  readonly isOverdue: string;
  /** Returns why renewals may not enter stages, because their contracts have decided otherwise, by deal id. */
  readonly readDecided: (sql: Sql, moves: readonly Move[], today: Day) => Promise<ReadonlyMap<string, string>>;
  /** Returns the renewals among deals whose ends cannot be taken back, since their contracts have changed since. */
  readonly readBound: (sql: Sql, dealIds: readonly string[]) => Promise<readonly string[]>;
}

/** Filled by the satellite for contracts; empty without it. */
export const DEAL_CONTRACTS = new Registry<DealContracts>();

export async function readContractAccounts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readAccounts }) => readAccounts(sql, ids)));
  return new Map(found.flatMap((accounts) => [...accounts]));
}

/** Returns what deals are worth a year, by deal id; nothing without contracts. */
export async function readArrOfDeals(sql: Sql, deals: readonly Deal[]): Promise<ReadonlyMap<string, DealArr>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readArr }) => readArr(sql, deals)));
  return new Map(found.flatMap((worth) => [...worth]));
}

/** Returns what deliveries of deals propose, by deal id; nothing without contracts. */
export async function readProposals(sql: Sql, deals: readonly Deal[]): Promise<ReadonlyMap<string, ProposedDeal>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map((each) => each.readProposals(sql, deals)));
  return new Map(found.flatMap((proposed) => [...proposed]));
}

/** Returns the deals whose deliveries propose something that nobody has answered, by deal id; none without contracts. */
export async function readProposing(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, Asked>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map((each) => each.readProposing(sql, dealIds)));
  return new Map(found.flatMap((asked) => [...asked]));
}

/** Returns why expansions of a deal were proposed or declined, by the numbers of its events. */
export async function readProposalReasons(sql: Sql, dealId: string): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readReasons }) => readReasons(sql, dealId)));
  return Object.assign({}, ...found) as Record<string, string>;
}

/** Returns why deals may not enter stages by hand, because their contracts have decided otherwise, by deal id. */
export async function readDecided(
  { tx, now, directory }: Pick<TransactionContext, 'tx' | 'now' | 'directory'>,
  moves: readonly Move[],
): Promise<ReadonlyMap<string, string>> {
  const ofTerms = moves.filter(({ deal }) => deal.contractTerm !== null);
  if (ofTerms.length === 0) return new Map();
  const today = directory.companyDay(now);
  const found = await Promise.all(DEAL_CONTRACTS.all.map((each) => each.readDecided(tx, ofTerms, today)));
  return new Map(found.flatMap((decided) => [...decided]));
}

/** Returns the deals that nobody can reopen, since the contracts that they renew have changed since they ended. */
export async function readBoundDeals(sql: Sql, deals: readonly Deal[]): Promise<ReadonlySet<string>> {
  const ended = deals.filter(({ endedBy }) => endedBy === 'renewed' || endedBy === 'notice').map(({ id }) => id);
  if (ended.length === 0) return new Set();
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readBound }) => readBound(sql, ended)));
  return new Set(found.flat());
}

/** Returns those of some deals that are renewed by a contract: deals that a contract came of, and deals that renew one. */
export async function findOfContracts(sql: Sql, dealIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = `select id from deal where id = any ($1::uuid[]) and (${isOfContract()})`;
  return new Set(await sql.columnOf<string>(ids, [dealIds], 'deals-of-contracts'));
}

/** Returns those of some deals from which no contract would follow, since they do not say for how long they are sold. */
export async function findWithoutAnswer(
  sql: Sql,
  deals: readonly (SaidSoldFor & Pick<Deal, 'id' | 'type'>)[],
): Promise<ReadonlySet<string>> {
  const silent = DEAL_CONTRACTS.all.length === 0 ? [] : deals.filter(saysNothing).map(({ id }) => id);
  if (silent.length === 0) return new Set();
  const had = await findOfContracts(sql, silent);
  return new Set(silent.filter((id) => !had.has(id)));
}

/** Whether it is seen only after a change of a deal if a contract is made from it, which then renews it. */
export function mayGetContract(deal: Deal): boolean {
  return DEAL_CONTRACTS.all.some(({ looksAt }) => looksAt(deal));
}

/** SQL condition: `deal` is renewed by a contract, or may be, which is yet to be seen. */
export function mayBeOfContract(): string {
  return [isOfContract(), ...DEAL_CONTRACTS.all.map(({ awaitsLook }) => awaitsLook)].join(' or ');
}

/** SQL condition: `deal` is the renewal of a contract, or a contract was made from it. */
function isOfContract(): string {
  return ['deal.contract_term is not null', ...DEAL_CONTRACTS.all.map(({ ofDeal }) => ofDeal)].join(' or ');
}

/** SQL condition that holds if it does for contracts of any kind; never without contracts. */
export function anyOfContracts(condition: (contracts: DealContracts) => string): string {
  return `(${['false', ...DEAL_CONTRACTS.all.map(condition)].join(' or ')})`;
}

/** SQL query for the accounts and the last days of won deals and of contracts: a contract says it for its deals. */
export function lastingOfAccounts(): string {
  const without = DEAL_CONTRACTS.all.map(({ lastsLike }) => ` and not ${lastsLike}`).join('');
  const ofDeals = `select account_id, coalesce(ends_on, pilot_ends_on) as ends_on from deal where stage = 'won'${without}`;
  return [ofDeals, ...DEAL_CONTRACTS.all.map(({ lasting }) => lasting)].join(' union all ');
}
