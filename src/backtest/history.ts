import type { Pause } from '../clocks/pause.js';
import type { STATUS_OF } from '../disposition/disposition.js';
import type { ReportedTouch } from '../leads/activity.store.js';
import type { LeadDocument } from '../leads/lead.js';
import type { MilestoneRow } from '../leads/milestone.store.js';
import type { Instant } from '../platform/instant.js';
import type { Tenure } from '../routing/assignment.js';

/** That a cycle ended with a disposition. */
export interface Closing {
  readonly id: string;
  readonly leadId: string;
  readonly at: Instant;
  readonly category: keyof typeof STATUS_OF;
  /** The engine has decided it, and nobody for the owner. */
  readonly byRule: boolean;
}

export type Milestone = Pick<MilestoneRow, 'id' | 'leadId' | 'name' | 'occurredAt' | 'recordedAt'>;

/** What really happened to a lead in its first cycle. */
export interface History {
  readonly leadId: string;
  readonly document: LeadDocument;
  /** Who had it, oldest first; never none. */
  readonly tenures: readonly Tenure[];
  readonly touches: readonly ReportedTouch[];
  readonly milestones: readonly Milestone[];
  readonly closings: readonly Closing[];
  /** Those that people made. */
  readonly pauses: readonly Pause[];
}

/** One thing of it. */
export type Happening = { readonly at: Instant; readonly id: string } & (
  | { readonly kind: 'tenure'; readonly tenure: Tenure }
  | { readonly kind: 'touch'; readonly touch: ReportedTouch }
  | { readonly kind: 'milestone'; readonly milestone: Milestone }
  | { readonly kind: 'closing'; readonly closing: Closing }
  | { readonly kind: 'pause'; readonly pause: Pause }
);

/** What followed on the first owner, in the order in which it became known: what was reported late was judged late. */
export function happeningsOf({ tenures, touches, milestones, closings, pauses }: History): Happening[] {
  const all: Happening[] = [
    ...tenures.slice(1).map((tenure): Happening => ({ at: tenure.fromAt, id: tenure.id, kind: 'tenure', tenure })),
    ...touches.map((touch): Happening => ({ at: touch.recordedAt, id: touch.id, kind: 'touch', touch })),
    ...milestones.map(
      (milestone): Happening => ({ at: milestone.recordedAt, id: milestone.id, kind: 'milestone', milestone }),
    ),
    ...closings.map((closing): Happening => ({ at: closing.at, id: closing.id, kind: 'closing', closing })),
    ...pauses.map((pause): Happening => ({ at: pause.fromAt, id: pause.id, kind: 'pause', pause })),
  ];
  return all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
