import { loseDeal, reopenDeal, winDeal } from '../../deals/deal-ends.js';
import { change } from '../../deals/deal-making.js';
import type { DealCase } from '../../deals/row-case.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { dayIn } from '../../platform/day.js';
import type { ContractCase } from '../contracts/contract.js';
import { agreesWith, changesOf, outcomeOf, type RenewalOutcome, renamed, renewalFieldsOf, wonWith } from './renewal.js';

/**
 * Updates the renewal of one of a contract's terms to the present contract; the caller writes the deal.
 * @param ownerOf returns the owner of the renewals of an account, by its id
 */
export function bringRenewal(
  work: UnitOfWork,
  deal: DealCase,
  contract: ContractCase,
  ownerOf: (accountId: string) => string | null,
): void {
  const timeZone = work.directory.timeZoneOf(null);
  const outcome = outcomeOf(contract.row, deal.row.contractTerm!, dayIn(work.now, timeZone));
  if (!agreesWith(deal.row, outcome)) {
    if (deal.row.stage !== 'open') reopenDeal(work, deal, 'contract');
    end(work, deal, contract, outcome);
  }
  if (deal.row.stage !== 'open') return;
  const isBack = deal.before?.stage !== 'open';
  const before = isBack || contract.before === null ? null : renewalFieldsOf(contract.before, timeZone);
  const changes = changesOf(before, renewalFieldsOf(contract.row, timeZone)!);
  const isMoved = changes.accountId !== undefined && changes.accountId !== deal.row.accountId;
  const owner = isMoved ? { ownerRepId: ownerOf(changes.accountId!) } : {};
  const name = changes.term == null ? deal.row.name : renamed(deal.row, changes.term);
  change(work, deal, { ...deal.row, ...changes, ...owner, name }, 'contract');
}

function end(work: UnitOfWork, deal: DealCase, { row: contract }: ContractCase, outcome: RenewalOutcome): void {
  if (outcome.stage === 'open') return;
  if (outcome.stage === 'won') {
    const timeZone = work.directory.timeZoneOf(null);
    winDeal(work, deal, wonWith(contract, deal.row, outcome.endedBy, { now: work.now, timeZone }));
    return;
  }
  const churnReason = outcome.endedBy === 'notice' ? outcome.churnReason : null;
  loseDeal(work, deal, { ...UNSAID, endedBy: outcome.endedBy, churnReason });
}

/** The contract gives the reason, in its own terms. */
const UNSAID = { lostReason: null, lostNote: null, lostFields: null };
