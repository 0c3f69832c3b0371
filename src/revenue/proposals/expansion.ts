import type { Deal } from '../../deals/deal.js';
import type { begin } from '../../deals/deal-making.js';
import { PLAIN } from '../../deals/pipeline.js';
import type { ProposedDeal } from '../../deals/proposed-deal.schema.js';
import type { WonDeal } from '../won-deals/won-deal.js';
import { worthOf } from './delivered-expansion.js';
import { openProposalOf, type Proposal } from './proposal.js';

/** The limit of the names of deals. */
const NAME_LENGTH_MAX = 300;

/**
 * Returns the deal of what was delivered beyond another one. It is sold as that one was: once, as a pilot, or without
 * saying for how long.
 */
export function expansionOf(
  { id, name, accountId, product, oneOff, pilotEndsOn }: Deal,
  proposal: Proposal,
  ownerRepId: string | null,
): Parameters<typeof begin>[1] {
  return {
    ...PLAIN,
    name: `${name}: delivered beyond the sale`.slice(0, NAME_LENGTH_MAX),
    type: 'expansion',
    follows: id,
    accountId,
    ownerRepId,
    product,
    amount: worthOf(proposal),
    currency: proposal.currency,
    oneOff,
    pilotEndsOn,
    term: null,
    externalId: null,
    refs: {},
    leadId: null,
    source: null,
    channel: null,
    campaign: null,
    expectedCloseAt: null,
  };
}

/** @param won with an open proposal */
export function proposedDeal(won: WonDeal): ProposedDeal {
  const { effectiveOn, answerBy, currency, changes, seq } = openProposalOf(won, won.dealId)!;
  const reason = won.reasons[seq] ?? null;
  return { effectiveOn, answerBy, reason, amount: worthOf({ changes, currency }), changes: [...changes] };
}
