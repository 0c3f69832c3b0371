import type { LeadClock } from '../clocks/clock.js';
import { type Pause, presentOf } from '../clocks/pause.js';
import { contactZoneOf } from '../contact/contact-zone.js';
import { reachOf, writeReach } from '../contact/reach.js';
import type { Directory } from '../directory/directory.js';
import { type Instant, isoOrNull, toIso } from '../platform/instant.js';
import { toldOf } from './as-sent.js';
import { clockView } from './clock.view.js';
import type { LeadDocument, LeadState } from './lead.js';
import type { MilestoneRow } from './milestone.store.js';
import { milestoneView } from './milestone.view.js';
import { pauseView } from './pause.view.js';

export interface DispositionSummary {
  readonly id: string;
  readonly category: string;
  readonly reason: string;
  readonly label: string;
  readonly note: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly decidedAt: Instant;
}

/** A lead as the API shows it. */
export function leadView(
  lead: LeadState,
  document: LeadDocument,
  seen: {
    clocks: readonly LeadClock[];
    pauses: readonly Pause[];
    disposition: DispositionSummary | null;
    milestones: readonly MilestoneRow[];
    directory: Directory;
    now: Instant;
  },
) {
  const { disposition } = seen;
  const pause = presentOf(seen.pauses, lead.cycle, seen.now);
  return {
    id: lead.id,
    ...toldOf(document),
    receivedAt: toIso(document.receivedAt),
    contactZone: contactZoneOf(document.contact, document.phoneKey),
    callableFrom: isoOrNull(callableFrom(lead, document, seen)),
    status: lead.status,
    workState: lead.workState,
    cycle: lead.cycle,
    ownerId: lead.ownerId,
    poolId: lead.poolId,
    rule: lead.rule,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
    clocks: seen.clocks.filter((clock) => clock.cycle === lead.cycle).map((clock) => clockView(clock, seen)),
    pause: pause === undefined ? null : pauseView(pause),
    reassignments: lead.reassignments,
    disposition: disposition && { ...disposition, decidedAt: toIso(disposition.decidedAt) },
    milestones: seen.milestones.map(milestoneView),
    ...(document.issues.length > 0 && { issues: document.issues }),
    waitingSince: isoOrNull(lead.waitingSince),
    ...(lead.erasedAt !== null && { erasedAt: toIso(lead.erasedAt) }),
    updatedAt: toIso(lead.updatedAt),
  };
}

/** The first instant from now on at which the person may be called; null where that is never. */
function callableFrom(
  { status, erasedAt }: LeadState,
  document: LeadDocument,
  { directory, now }: { directory: Directory; now: Instant },
): Instant | null {
  const isUnwanted = status === 'suppressed' || document.contact.doNot?.includes('call') === true;
  if (isUnwanted || erasedAt !== null) return null;
  // Nothing need be known of the person where calls may be made at any time.
  if (directory.content.settings.contactHours.call === undefined) return now;
  const reach = reachOf(document, ['call']);
  const time = reach === null ? null : directory.contactTime(writeReach(reach));
  return time === null ? now : time.nextOpening(now);
}

export type LeadView = ReturnType<typeof leadView>;
