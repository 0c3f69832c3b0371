import type { Pause } from '../../clocks/pause.js';
import type { STATUS_OF } from '../../disposition/disposition.js';
import type { TouchRow } from '../../leads/activity.store.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { MilestoneRow } from '../../leads/milestone.store.js';
import type { Instant, Interval } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';

export interface PastClosing {
  readonly id: string;
  readonly leadId: string;
  readonly at: Instant;
  readonly category: keyof typeof STATUS_OF;
  /** Whether the engine decided it rather than the owner. */
  readonly byRule: boolean;
  /** Whether it rests on attempts that reached nobody. */
  readonly isProven: boolean;
}

export type Milestone = Pick<MilestoneRow, 'id' | 'leadId' | 'cycle' | 'name' | 'occurredAt' | 'recordedAt'>;

/** The acknowledgement of a clock by its owner. */
export interface Acknowledgement {
  readonly id: string;
  readonly at: Instant;
  readonly repId: string | null;
}

export interface History {
  readonly leadId: string;
  readonly document: LeadDocument;
  /** Oldest first; at least one. */
  readonly tenures: readonly Tenure[];
  /** Including those taken back. */
  readonly touches: readonly TouchRow[];
  readonly milestones: readonly Milestone[];
  readonly closings: readonly PastClosing[];
  /** Only manual ones. */
  readonly pauses: readonly Pause[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** When it had an open deal, under which no rule closes it. */
  readonly sold: readonly Interval[];
}

export type HistoryEvent = { readonly at: Instant; readonly id: string } & (
  | { readonly kind: 'tenure'; readonly tenure: Tenure }
  | { readonly kind: 'touch'; readonly touch: TouchRow }
  | { readonly kind: 'void'; readonly touch: TouchRow }
  | { readonly kind: 'milestone'; readonly milestone: Milestone }
  | { readonly kind: 'closing'; readonly closing: PastClosing }
  | { readonly kind: 'pause'; readonly pause: Pause }
  | { readonly kind: 'acknowledgement'; readonly acknowledgement: Acknowledgement }
);

/** Returns what followed the first tenure, in the order of recording: a late report was judged late. */
export function eventsOf(history: History): HistoryEvent[] {
  const { tenures, touches, milestones, closings, pauses, acknowledgements } = history;
  const all: HistoryEvent[] = [
    ...tenures.slice(1).map((tenure): HistoryEvent => ({ at: tenure.fromAt, id: tenure.id, kind: 'tenure', tenure })),
    ...touches.map((touch): HistoryEvent => ({ at: touch.recordedAt, id: touch.id, kind: 'touch', touch })),
    ...touches.flatMap((touch): HistoryEvent[] =>
      touch.voided === null ? [] : [{ at: touch.voided.at, id: touch.id, kind: 'void', touch }],
    ),
    ...milestones.map(
      (milestone): HistoryEvent => ({ at: milestone.recordedAt, id: milestone.id, kind: 'milestone', milestone }),
    ),
    ...closings.map((closing): HistoryEvent => ({ at: closing.at, id: closing.id, kind: 'closing', closing })),
    ...pauses.map((pause): HistoryEvent => ({ at: pause.fromAt, id: pause.id, kind: 'pause', pause })),
    ...acknowledgements.map(
      (acknowledgement): HistoryEvent => ({ ...acknowledgement, kind: 'acknowledgement', acknowledgement }),
    ),
  ];
  return all.sort((a, b) => a.at - b.at || followsFrom(a) - followsFrom(b) || (a.id < b.id ? -1 : 1));
}

/** Orders events of one instant: a rule's closing follows the touch that caused it, a tenure what reopened the lead. */
function followsFrom(event: HistoryEvent): number {
  switch (event.kind) {
    case 'closing':
      return event.closing.byRule ? 1 : 0;
    case 'tenure':
      return event.tenure.cause === 'reopen' || event.tenure.cause === 'inquiry' ? 2 : 0;
    default:
      return 0;
  }
}
