import type { Disposition } from '../disposition/disposition.js';
import type { MilestoneBody } from '../leads/activity.dto.js';
import type { OpeningByDeal } from '../lifecycle/closing/reopening.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { toIso } from '../platform/values/duration.js';
import { concernsLead, type Deal } from './deal.js';
import { isExplained } from './losing.js';
import type { DealCase } from './row-case.js';

/** A deal after its change, with its lead if it has one, and what was reported of its end. */
export interface EndedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
  readonly wonAt?: string | undefined;
  /** Whether its win has no instant: it is that of the report. */
  readonly isUndated?: boolean;
  /** The disposition that closes the lead of a lost deal; null if the lead stays open. */
  readonly closing?: Disposition | null;
  /** Whether the deal has not changed now, and its lead has not followed it before. */
  readonly isOverdue?: boolean;
}

export type WithLead = EndedDeal & { readonly lead: LeadCase };

/** Leads of erased people are not updated. */
export function isFollowed(ended: EndedDeal): ended is WithLead {
  return ended.lead !== null && ended.lead.lead.erasedAt === null;
}

/**
 * Reports whether a deal of the lead has entered a stage, or one in that stage has become a deal of the lead. A renewal
 * is about a contract, and changes nothing about the lead from which the customer came.
 */
export function hasBecome({ deal: { before, row }, isOverdue }: EndedDeal, stage: Deal['stage']): boolean {
  if (row.stage !== stage || !concernsLead(row)) return false;
  if (before === null || before.stage !== stage || isOverdue === true) return true;
  // What was lost before says nothing about its lead as it is now.
  return stage !== 'lost' && (before.leadId !== row.leadId || !concernsLead(before));
}

/** Reports whether its lead opens, if that is closed without a win. */
export function opensLead(ended: EndedDeal): boolean {
  return hasBecome(ended, 'open') || hasBecome(ended, 'won');
}

export function whyOpened(ended: EndedDeal): OpeningByDeal['why'] {
  if (hasBecome(ended, 'won')) return 'dealWon';
  const { before } = ended.deal;
  return before === null || before.stage === 'open' ? 'dealOpened' : 'dealReopened';
}

/** Reports whether the full reason of an earlier loss is known now. It closes the lead unless that is decided. */
export function hasBeenExplained({ deal: { before, row } }: EndedDeal): boolean {
  return (
    concernsLead(row) && before?.stage === 'lost' && row.stage === 'lost' && !isExplained(before) && isExplained(row)
  );
}

/** Adds the note of the loss unless the disposition has one. */
export function noted(closing: Disposition, { row }: DealCase): Disposition {
  return { ...closing, note: closing.note ?? row.lostNote };
}

/** Reports whether a deal had been won before it became one of the lead. */
export function wasWon({ deal: { before, row } }: EndedDeal): boolean {
  return before?.stage === 'won' && row.stage === 'won';
}

/** Returns the milestone by which a deal wins its lead. A deal that was won before has its own instant. */
export function wonBodyOf(ended: EndedDeal): MilestoneBody {
  const { amount, currency, wonAt } = ended.deal.row;
  const at = wasWon(ended) ? toIso(wonAt!) : ended.wonAt;
  const value = amount !== null && currency !== null && { value: { amount, currency } };
  return { name: 'won', ...(at !== undefined && ended.isUndated !== true && { occurredAt: at }), ...value };
}
