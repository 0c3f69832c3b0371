import type { Directory } from '../directory/directory.js';
import { linksOf } from '../directory/ref-links.js';
import type { Day } from '../platform/values/day.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { type Account, contactSent } from './accounts/account.js';
import type { AccountView } from './accounts/account.schema.js';
import { isOverdue } from './answering-deliveries.js';
import { contractProblemView } from './contract-problem.js';
import type { Deal } from './deal.js';
import type { DealView } from './deal.schema.js';
import type { DealArr } from './deal-contracts.store.js';
import { pipelineView } from './pipeline.js';
import type { ProposedDeal } from './proposed-deal.schema.js';
import { type OriginalHandoffView, renewalView } from './renewals/renewal-deal.js';

export function accountView(account: Account, { content }: Directory): AccountView {
  const { id, name, domains, brands, refs, ownerRepId, parentId, roles, type, createdAt, updatedAt } = account;
  return {
    id,
    name,
    domains: [...domains],
    brands: [...brands],
    contacts: account.contacts.map(contactSent),
    parentId,
    protectedUntil: isoOrNull(account.protectedUntil),
    refs,
    ownerRepId,
    roles,
    type,
    ...linksOf('account', refs, content.settings),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

interface AroundDeal {
  readonly account: Account | undefined;
  /** Owners of its lead, the first one first. */
  readonly ownerRepIds: readonly string[];
  readonly directory: Directory;
  readonly clocks: DealView['clocks'];
  readonly nextClockId: string | null;
  readonly handoff: DealView['handoff'];
  /** The handoff of the deal that sold the contract, if this one renews it. */
  readonly original: OriginalHandoffView | null;
  readonly arr: DealArr;
  /** What its delivery proposes; null for nothing. */
  readonly proposal: ProposedDeal | null;
  readonly today: Day;
  readonly may: DealView['may'];
}

export function dealView(
  deal: Deal,
  { account, ownerRepIds, directory, clocks, nextClockId, handoff, original, arr, proposal, today, may }: AroundDeal,
): DealView {
  const { id, name, externalId, refs, leadId, source, channel, campaign, ownerRepId, amount, currency, term } = deal;
  return {
    id,
    name,
    externalId,
    refs,
    ...linksOf('deal', refs, directory.content.settings),
    account: account === undefined ? null : { id: account.id, name: account.name, domains: [...account.domains] },
    lead: leadId === null ? null : { id: leadId, source: source!, channel, campaign, ownerRepIds: [...ownerRepIds] },
    product: deal.product,
    ownerRepId,
    ...pipelineView(deal),
    contractProblem: deal.contractProblem && contractProblemView(deal.contractProblem),
    firstTalkAt: isoOrNull(firstTalkOf(deal)),
    renewal: renewalView(deal, original),
    amount,
    ...arr,
    currency,
    expectedCloseAt: isoOrNull(deal.expectedCloseAt),
    term: term && { ...term },
    oneOff: deal.oneOff,
    pilot: deal.pilotEndsOn === null ? null : { endsOn: deal.pilotEndsOn },
    stage: deal.stage,
    wonAt: isoOrNull(deal.wonAt),
    deliveredAt: isoOrNull(deal.deliveredAt),
    lostAt: isoOrNull(deal.lostAt),
    lostReason: deal.lostReason,
    lostNote: deal.lostNote,
    lostFields: deal.lostFields,
    clocks,
    nextClockId,
    handoff,
    proposal: proposal && { ...proposal, isOverdue: isOverdue(proposal, today) },
    may,
    createdAt: toIso(deal.createdAt),
    updatedAt: toIso(deal.updatedAt),
  };
}

/** When the deal was first talked about: as reported, or by its touches, whichever is earlier. */
export function firstTalkOf({ firstTalkAt, firstContactAt }: Pick<Deal, 'firstTalkAt' | 'firstContactAt'>) {
  if (firstTalkAt === null || firstContactAt === null) return firstTalkAt ?? firstContactAt;
  return Math.min(firstTalkAt, firstContactAt);
}
