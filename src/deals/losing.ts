import { type Disposition, readDisposition } from '../disposition/disposition.js';
import type { ReasonRow } from '../disposition/reason.table.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { suggestionFor } from '../platform/input/near.js';
import type { Instant } from '../platform/values/duration.js';
import type { Deal, Loss } from './deal.js';

/** What happens to the lead of a lost deal: it is closed with the reason, or stays with its owner. */
export const LEAD_FATES = ['close', 'keep'] as const;
type LeadFate = (typeof LEAD_FATES)[number];

export interface ReportedLoss {
  /** The code of a reason; null if none was given. */
  readonly reason: string | null;
  readonly note?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly lead?: LeadFate | undefined;
}

/** A loss after validation against the taxonomy. */
export interface ReadLoss {
  readonly loss: Loss;
  /** The disposition that closes the lead; null if the lead stays open. */
  readonly closing: Disposition | null;
  /** Why the reason makes no valid disposition. */
  readonly faults: readonly Fault[];
}

export const UNSAID: ReadLoss = {
  loss: { lostReason: null, lostNote: null, lostFields: null },
  closing: null,
  faults: [],
};

export function readLoss(reported: ReportedLoss, reasons: readonly ReasonRow[], now: Instant): ReadLoss {
  const { reason: given, note, fields = {}, lead = 'close' } = reported;
  const words = { lostNote: note ?? null, lostFields: null };
  if (given === null) return { loss: { lostReason: null, ...words }, closing: null, faults: [] };
  const reason = reasons.find(({ code }) => code.toLowerCase() === given.toLowerCase());
  if (reason === undefined)
    return { loss: { lostReason: null, ...words }, closing: null, faults: [unknownReason(given, reasons)] };
  const request = { category: reason.category, reason: given, fields };
  const read = readDisposition({ ...request, ...(note !== undefined && { note }) }, reasons, now);
  if ('faults' in read) return { loss: { lostReason: reason.code, ...words }, closing: null, faults: read.faults };
  const { disposition } = read;
  const loss = { lostReason: disposition.reason, lostNote: disposition.note, lostFields: disposition.fields };
  return { loss, closing: lead === 'close' ? disposition : null, faults: [] };
}

/** A deal may be lost for a reason of any category. */
function unknownReason(given: string, reasons: readonly ReasonRow[]): Fault {
  const known = reasons.filter(({ active }) => active).map(({ code }) => code);
  const message = `There is no reason ${JSON.stringify(given)}; known are ${known.join(', ')}.${suggestionFor(given, known)}`;
  return fault('/reason', 'unknownReason', message);
}

/**
 * Returns what a later report adds to a loss: a first reason, a first note, or what a reason still lacked. Null if that
 * is nothing new, since systems repeat what they have with every change.
 */
export function additionTo(lost: Pick<Deal, 'stage' | keyof Loss>, reported: Loss): Loss | null {
  const { stage, lostReason, lostNote } = lost;
  if (stage !== 'lost' || isExplained(lost)) return null;
  const isMore = lostReason === null ? reported.lostReason !== null : isExplained(reported);
  if (isMore) return { ...reported, lostNote: reported.lostNote ?? lostNote };
  return lostReason === null && lostNote === null && reported.lostNote !== null ? reported : null;
}

/** Reports whether a loss has a reason of the taxonomy, with all that the reason requires. */
export function isExplained({ lostReason, lostFields }: Pick<Loss, 'lostReason' | 'lostFields'>): boolean {
  return lostReason !== null && lostFields !== null;
}

/** Reads a loss in the words of another system: they are the note, unless they are the code of a reason. */
export function asReportedElsewhere(
  text: string | null,
  note: string | undefined,
  reasons: readonly ReasonRow[],
): Pick<ReportedLoss, 'reason' | 'note'> {
  if (text === null) return { reason: null, note };
  const isCode = reasons.some(({ code }) => code.toLowerCase() === text.toLowerCase());
  return isCode ? { reason: text, note } : { reason: null, note: note === undefined ? text : `${text}: ${note}` };
}
