import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Instant } from '../platform/values/duration.js';
import type { ContractProblem } from './contract-problem.js';
import type { Deal, Loss } from './deal.js';
import { explainLoss, loseDeal, winDeal } from './deal-ends.js';
import type { EndedDeal } from './followed-deal.js';
import type { OpenedRenewal, RenewalEnded, RenewalLoss, RenewalWin } from './renewals/renewal-contracts.service.js';
import type { DealCase } from './row-case.js';
import type { SaidSoldFor } from './sold-for.js';

/* How deals end, whoever says so: with the contracts that they renew, or alone. */

interface EndingDeal {
  readonly work: UnitOfWork;
  readonly deal: DealCase;
  /** Null if the deal renews no contract. */
  readonly renewal: OpenedRenewal | null;
}

interface SaidWin extends RenewalWin {
  readonly wonAt: Instant;
  readonly answer?: SaidSoldFor | null;
}

/** Renews the contract, which wins the deal, or wins the deal alone. */
export async function winWithContract(
  { work, deal, renewal }: EndingDeal,
  { wonAt, renew, answer = null }: SaidWin,
): Promise<RenewalEnded> {
  if (renewal !== null) return renewal.renew({ wonAt, renew });
  winDeal(work, deal, { wonAt, answer, ...problemOf(deal.row, 'notRenewed') });
  return { warnings: [] };
}

/**
 * Gives notice, which loses the deal, or loses the deal alone.
 * @param alone called if no notice is given @returns null if the deal was lost alone
 */
export async function loseWithContract(
  { work, deal, renewal }: EndingDeal,
  notice: RenewalLoss | undefined,
  alone: () => Loss | Promise<Loss>,
): Promise<RenewalEnded | null> {
  const gave = notice === undefined ? null : ((await renewal?.giveNotice(notice)) ?? null);
  if (gave === null) loseDeal(work, deal, { ...(await alone()), ...problemOf(deal.row, 'noNotice') });
  return gave;
}

/**
 * Takes a reason that was learnt after the loss: it gives the notice that was missing, or explains the loss.
 * @param open opens the contract that the deal renews
 */
export async function explainWithContract(
  { work, deal, lead }: Pick<EndingDeal, 'work' | 'deal'> & Pick<EndedDeal, 'lead'>,
  open: () => Promise<OpenedRenewal | null>,
  notice: RenewalLoss | undefined,
  loss: Loss,
): Promise<void> {
  const { stage, contractProblem } = deal.row;
  const renewal = stage === 'lost' && contractProblem?.code === 'noNotice' ? await open() : null;
  const isGiven = notice !== undefined && (await renewal?.giveNotice(notice)) != null;
  if (!isGiven) explainLoss(work, { deal, lead }, loss);
}

/** What a renewal that ends alone still wants of its contract. */
function problemOf(
  { contractTerm }: Deal,
  code: 'notRenewed' | 'noNotice',
): { readonly contractProblem: ContractProblem } | undefined {
  return contractTerm === null ? undefined : { contractProblem: { code, pointer: null } };
}
