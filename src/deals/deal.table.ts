import { boolean, code, day, instant, int, jsonb, numeric, table, text, uuid } from '../platform/table.js';
import type { ContractProblem } from './contracts/contract-problem.js';
import type { DealStage } from './deal.js';
import { type DealType, type ForecastCategory, PIPELINE_COLUMNS } from './pipeline.js';
import { RENEWAL_COLUMNS } from './renewals/renewal-deal.js';

/** What is to be sold to somebody, or has been. */
export const DEAL = table('deal', 'leads', {
  id: uuid().key(),
  name: text().personal(),
  externalId: text().nullable().harmless(),
  /** Null where the lead that it came from named no company. */
  accountId: uuid().nullable(),
  leadId: uuid().nullable(),
  /** Where that lead came from, as it was when the deal was made. */
  source: code().nullable(),
  channel: code().nullable(),
  campaign: code().nullable(),
  /** What is sold, as the company calls it; null where nobody said. */
  product: code().nullable(),
  ownerRepId: uuid().nullable(),
  /** Null with `currency`, where nobody said yet. */
  amount: numeric().nullable(),
  currency: code().nullable(),
  expectedCloseAt: instant().nullable(),
  startsOn: day().nullable(),
  endsOn: day().nullable(),
  noticeDays: int().nullable(),
  /** Why its win has made none. */
  contractProblem: jsonb<ContractProblem>().nullable().harmless(),
  ...PIPELINE_COLUMNS,
  ...RENEWAL_COLUMNS,
  /** When its touches first reached somebody; null while they have not. */
  firstContactAt: instant().nullable(),
  stage: code<DealStage>(),
  wonAt: instant().nullable(),
  /** Since when what was sold is delivered; null while it is not, or nobody has said so. */
  deliveredAt: instant().nullable(),
  /** Stored because it is asked often, of many deals that are won. */
  handedOver: boolean().default('false'),
  lostAt: instant().nullable(),
  /** The code of a reason of the taxonomy; null where nobody has said why in these terms. */
  lostReason: code().nullable(),
  /** What was said of that besides, in words. */
  lostNote: text().nullable().personal(),
  /** What came with the reason. */
  lostFields: jsonb<Readonly<Record<string, string>>>().nullable().personal(),
  /** The disposition by which its loss closed its lead; null where it closed none. */
  dispositionId: uuid().nullable(),
  /** The milestone by which its lead is won with it; null where it is not, or by another deal. */
  milestoneId: uuid().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  /** The number of its latest event. */
  eventSeq: int(),
});

/** How a deal stood after each of its events. */
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
});

/** The ids of deals in other systems. */
export const DEAL_REF = table('deal_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('deal_id'),
});
