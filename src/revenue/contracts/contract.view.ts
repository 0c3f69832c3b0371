import { isOverdue } from '../../deals/answering-deliveries.js';
import type { Directory } from '../../directory/directory.js';
import { linksOf } from '../../directory/ref-links.js';
import type { Warning } from '../../documents/version.schema.js';
import { type Day, dayInWords } from '../../platform/values/day.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { Proposal } from '../proposals/proposal.js';
import { arrsOf } from '../proposals/proposed-amendment.js';
import { type Contract, lastDayForNotice, type Notice, noticeFacts } from './contract.js';
import type { ContractView } from './contract.schema.js';
import type { ContractAct } from './contract-acts.js';
import { linesUntil } from './contract-lines.js';

interface Caller {
  readonly acts: readonly ContractAct[];
  readonly mayAnswer: (proposal: Proposal) => boolean;
}

/** @param caller what they may do */
export function contractView(
  contract: Contract,
  { directory, today }: { readonly directory: Directory; readonly today: Day },
  { acts, mayAnswer }: Caller,
  warnings: readonly Warning[] = [],
): ContractView {
  const { id, accountId, dealId, externalId, refs, currency, startsOn, endsOn, noticeDays, autoRenewMonths } = contract;
  const { terms, notice, movedFromContractId, createdAt, updatedAt } = contract;
  return {
    id,
    accountId,
    dealId,
    externalId,
    refs,
    currency,
    startsOn,
    endsOn,
    noticeDays,
    autoRenewMonths,
    ...linksOf('contract', refs, directory.content.settings),
    lastDayForNotice: lastDayForNotice(contract),
    lines: linesUntil(contract.lines, endsOn, currency).map((line) => ({ ...line, segments: [...line.segments] })),
    terms: terms.map((term) => ({ ...term })),
    notice: notice && { ...noticeFacts(notice), text: noticeText(notice) },
    proposals: contract.proposals
      .filter(({ state }) => state === 'open')
      .map((each) => ({ ...proposalView(contract, each, today), mayAnswer: mayAnswer(each) })),
    movedFromContractId,
    withdrawnAt: isoOrNull(contract.withdrawnAt),
    may: contract.withdrawnAt === null ? [...acts] : [],
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    ...(warnings.length > 0 && { warnings: warnings.map((warning) => ({ ...warning })) }),
  };
}

function proposalView(contract: Contract, proposal: Proposal, today: Day) {
  const { dealId, effectiveOn, answerBy, changes, seq } = proposal;
  const arrs = arrsOf(contract, proposal);
  const reason = contract.reasons[seq] ?? null;
  const asked = { dealId, effectiveOn, answerBy, isOverdue: isOverdue(proposal, today), reason };
  return { ...asked, ...arrs, changes: changes.map((change) => ({ ...change })) };
}

/** What is unwise about a notice. */
export function warningsOfNotice(notice: Notice): Warning[] {
  return notice.late ? [{ pointer: '/givenOn', message: noticeText(notice) }] : [];
}

function noticeText({ givenOn, late, lastDayForNotice: lastDay, endsOn }: Notice): string {
  if (!late) return `Notice was given in time, on ${dayInWords(givenOn)}: the contract ends on ${dayInWords(endsOn)}.`;
  return `Notice was given on ${dayInWords(givenOn)}, after the last day for it, ${dayInWords(lastDay!)}: the contract ends on ${dayInWords(endsOn)}.`;
}
