import type { actorOf } from '../../auth/scope.js';
import type { Row } from '../../platform/sql/table.js';
import { earliest, type Instant, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { isContact } from '../../sla/what-counts.js';
import type { DEAL_TOUCH } from './deal-touch.table.js';

export type DealTouch = Row<typeof DEAL_TOUCH>;

/** Reports whether somebody was reached. A touch of a deal is never only a goodbye. */
export function reachedSomebody(touch: DealTouch): boolean {
  return isContact({ ...touch, goodbye: false });
}

/** Returns when somebody was first reached about a deal, or null. Touches that were taken back do not count. */
export function firstContactOf(touches: readonly DealTouch[]): Instant | null {
  const reached = touches.filter((touch) => touch.voidedAt === null && reachedSomebody(touch));
  return earliest(pluck(reached, 'occurredAt'));
}

export function voided(touch: DealTouch, at: Instant, reason: string, by: ReturnType<typeof actorOf>): DealTouch {
  return { ...touch, voidedAt: at, voidReason: reason, voidedByType: by.type, voidedBy: by.id };
}

export function dealTouchView(touch: DealTouch) {
  const { id, dealId, kind, direction, outcome, durationSeconds, repId, automated, note, externalId } = touch;
  const { voidedAt, voidReason, voidedByType, voidedBy } = touch;
  return {
    id,
    dealId,
    kind,
    direction,
    outcome,
    occurredAt: toIso(touch.occurredAt),
    durationSeconds,
    repId,
    automated,
    note,
    externalId,
    recordedAt: toIso(touch.recordedAt),
    reportedBy: { type: touch.actorType, id: touch.actorId },
    voided:
      voidedAt === null
        ? null
        : { at: toIso(voidedAt), reason: voidReason!, by: { type: voidedByType!, id: voidedBy! } },
  };
}
