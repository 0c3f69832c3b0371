import type { Deal } from '../../deals/deal.js';
import { loseDeal, reopenDeal, winDeal } from '../../deals/deal-ends.js';
import { change, factsOf } from '../../deals/deal-making.js';
import { renewalFacts } from '../../deals/renewals/renewal-deal.js';
import { hasLeft } from '../../deals/renewals/renewal-owner.js';
import type { DealCase } from '../../deals/row-case.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { dayIn } from '../../platform/values/day.js';
import type { ContractCase } from '../contracts/contract.js';
import {
  agreesWith,
  changesOf,
  outcomeOf,
  type RenewalOutcome,
  renamed,
  renamedFor,
  renewalFieldsOf,
  wonWith,
} from './renewal.js';
import type { RenewalParts } from './renewal-making.js';

/**
 * Updates the renewal of one of a contract's terms to the present contract; the caller writes the deal.
 * @param partsOf returns an account by its id, if the deal has to move from or to it, or may need another owner
 */
export function bringRenewal(
  work: UnitOfWork,
  deal: DealCase,
  contract: ContractCase,
  partsOf: (accountId: string) => RenewalParts,
): void {
  const timeZone = work.directory.timeZoneOf(null);
  const outcome = outcomeOf(contract.row, deal.row.contractTerm!, dayIn(work.now, timeZone));
  if (outcome.stage === 'lost' && outcome.endedBy === 'notice' && deal.row.endedBy === 'notice')
    correctReason(work, deal, outcome.churnReason);
  if (!agreesWith(deal.row, outcome)) {
    if (deal.row.stage !== 'open') reopenDeal(work, deal, 'contract');
    end(work, deal, contract, outcome);
  }
  if (deal.row.stage !== 'open') {
    if (deal.row.endedBy === null) sayMissing(work, deal, outcome);
    return;
  }
  const isBack = deal.before?.stage !== 'open';
  const before = isBack || contract.before === null ? null : renewalFieldsOf(contract.before, timeZone);
  const changes = changesOf(before, renewalFieldsOf(contract.row, timeZone)!);
  const isMoved = changes.accountId !== undefined && changes.accountId !== deal.row.accountId;
  const row = isMoved
    ? movedTo(deal.row, partsOf(deal.row.accountId!), partsOf(changes.accountId!))
    : isBack && hasLeft(work.directory, deal.row)
      ? { ...deal.row, ownerRepId: partsOf(contract.row.accountId).ownerRepId }
      : deal.row;
  const name = changes.term == null ? row.name : renamed(row, changes.term);
  change(work, deal, { ...row, ...changes, name }, 'contract');
}

/** Says what the contract lacks of what somebody has said of the renewal; nothing once it says the same. */
function sayMissing(work: UnitOfWork, deal: DealCase, outcome: RenewalOutcome): void {
  const { stage, contractProblem: said } = deal.row;
  const code = stage === 'won' ? 'notRenewed' : 'noNotice';
  const contractProblem = outcome.stage === stage ? null : ({ code, pointer: null } as const);
  if (said?.code === contractProblem?.code) return;
  deal.row = { ...deal.row, contractProblem };
  const facts = { ...factsOf(deal.row), ...renewalFacts(deal.row) };
  work.record(deal, 'deal.updated', { ...facts, fields: ['contractProblem'], cause: 'contract' });
}

/** The renewal stays lost, and nothing that its loss has caused is repeated. */
function correctReason(work: UnitOfWork, deal: DealCase, churnReason: string): void {
  if (deal.row.churnReason === churnReason) return;
  deal.row = { ...deal.row, churnReason };
  const facts = { ...factsOf(deal.row), ...renewalFacts(deal.row) };
  work.record(deal, 'deal.updated', { ...facts, fields: ['churnReason'], cause: 'contract' });
}

function movedTo(deal: Deal, { account: former }: RenewalParts, { account, ownerRepId }: RenewalParts): Deal {
  return { ...deal, ownerRepId, name: renamedFor(deal, former.name, account.name) };
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
