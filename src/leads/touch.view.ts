import { toIso } from '../platform/instant.js';
import type { TouchOfList, TouchRow } from './activity.store.js';

export function touchView(touch: TouchRow) {
  return {
    id: touch.id,
    leadId: touch.leadId,
    cycle: touch.cycle,
    kind: touch.kind,
    direction: touch.direction,
    outcome: touch.outcome,
    occurredAt: toIso(touch.occurredAt),
    durationSeconds: touch.durationSeconds,
    repId: touch.repId,
    automated: touch.automated,
    note: touch.note,
    externalId: touch.externalId,
    recordedAt: toIso(touch.recordedAt),
    reportedBy: { type: touch.actorType, id: touch.actorId },
    voided: touch.voided && { ...touch.voided, at: toIso(touch.voided.at) },
  };
}

export function touchOfListView(touch: TouchOfList) {
  return { ...touchView(touch), firstTouch: touch.firstTouch };
}
