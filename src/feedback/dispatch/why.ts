import { isAdjustment, WITHHELD_WORDS } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import { WAITING_WORDS, type WaitingReason } from './waiting.js';

/** Why something is not told, or not yet, in words; null where it is, where it may be fetched, and where the platform says why. */
export function whyOf(
  row: Pick<DeliveryRow, 'state' | 'kind' | 'revision' | 'withheldReason'>,
  waitsFor: WaitingReason | null,
): string | null {
  if (row.withheldReason !== null) return WITHHELD_WORDS[row.withheldReason];
  if (waitsFor !== null) return WAITING_WORDS[waitsFor];
  if (row.state === 'expired') return 'the platform takes it no longer, and nobody had said by then that it was sent';
  return row.state === 'superseded' ? whyNeedless(row) : null;
}

function whyNeedless({ kind, revision }: Pick<DeliveryRow, 'kind' | 'revision'>): string {
  if (isAdjustment({ kind }))
    return 'it is not needed any more: something later was decided, or what it would have changed never left';
  return revision > 1
    ? 'it was called off before it left: it would not count by now, or what was told before still does'
    : 'it was called off before it left: by what became of the lead it would not count';
}
