import { latestXid } from '../events/event.table.js';
import { boolean, code, day, instant, int, jsonb, numeric, table, text, uuid } from '../platform/sql/table.js';
import type { ContractProblem } from './contract-problem.js';
import type { DealStage } from './deal.js';
import { type DealType, type ForecastCategory, PIPELINE_COLUMNS } from './pipeline.js';
import { RENEWAL_COLUMNS } from './renewals/renewal-deal.js';
import type { BeforeWin } from './sold-for.js';

/** A sale to an account, hoped for or made. */
export const DEAL = table('deal', 'leads', {
  id: uuid().key(),
  name: text().personal(),
  externalId: text().nullable().harmless(),
  /** Null if the lead that it came from named no company. */
  accountId: uuid().nullable(),
  leadId: uuid().nullable(),
  /** Copied from the lead when the deal first names it. */
  source: code().nullable(),
  channel: code().nullable(),
  campaign: code().nullable(),
  /** In the company's own words; null if not reported. */
  product: code().nullable(),
  ownerRepId: uuid().nullable(),
  /** Of the whole term. Null until reported, like `currency`. */
  amount: numeric().nullable(),
  currency: code().nullable(),
  /** Whether a renewal still has the ARR as its amount, as all had before; until a sweep has looked at it. */
  amountIsYearly: boolean().default('false'),
  expectedCloseAt: instant().nullable(),
  startsOn: day().nullable(),
  endsOn: day().nullable(),
  noticeDays: int().nullable(),
  autoRenewMonths: int().nullable(),
  /** Sold once, so that nothing recurs. */
  oneOff: boolean().default('false'),
  /** Sold to be tried until that day; converted once it has a term. */
  pilotEndsOn: day().nullable(),
  /** What it said before its win said otherwise. */
  beforeWin: jsonb<BeforeWin>().nullable().harmless(),
  /** Why its win made no contract. */
  contractProblem: jsonb<ContractProblem>().nullable().harmless(),
  /** Ended elsewhere before an import brought it along: it is not handed over, and makes no contract. */
  broughtAlong: boolean().default('false'),
  ...PIPELINE_COLUMNS,
  ...RENEWAL_COLUMNS,
  /** When its touches first reached somebody; null if they have not. */
  firstContactAt: instant().nullable(),
  stage: code<DealStage>(),
  wonAt: instant().nullable(),
  /** Null if it is not delivered, or not reported so. */
  deliveredAt: instant().nullable(),
  /** Stored because it is queried often, for many won deals. */
  handedOver: boolean().default('false'),
  lostAt: instant().nullable(),
  /** The code of a reason of the taxonomy; null if none was given. */
  lostReason: code().nullable(),
  lostNote: text().nullable().personal(),
  /** Values of the fields of the reason. */
  lostFields: jsonb<Readonly<Record<string, string>>>().nullable().personal(),
  /** The disposition by which the loss closed the lead; null if it closed none. */
  dispositionId: uuid().nullable(),
  /** The milestone by which the deal won its lead; null if it did not, or another deal did. */
  milestoneId: uuid().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  eventSeq: int(),
  eventXid: latestXid(),
});

/** A snapshot of each deal after each of its events, and until the next one. */
export const DEAL_STANDING = table('deal_standing', 'companies', {
  dealId: uuid().key(),
  seq: int().key(),
  at: instant(),
  stage: code<DealStage>(),
  type: code<DealType>(),
  category: code<ForecastCategory>(),
  probability: numeric().nullable(),
  atRisk: boolean(),
  accountId: uuid().nullable(),
  ownerRepId: uuid().nullable(),
  amount: numeric().nullable(),
  currency: code().nullable(),
  expectedCloseAt: instant().nullable(),
  startsOn: day().nullable(),
  wonAt: instant().nullable(),
  /** Null for the present one. */
  untilAt: instant().nullable(),
  /** The owner when it was won for good; null while it is not won. */
  soldByRepId: uuid().nullable(),
});

export const DEAL_REF = table('deal_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('deal_id'),
});
