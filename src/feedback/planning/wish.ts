import type { Instant } from '../../platform/instant.js';
import { type SideStage, STAGES, type Stage, type WithheldReason } from '../delivery.js';
import type { Money } from '../money.js';
import type { Abilities, Transport } from '../platform.js';
import type { Told } from './told.js';

/** What is known of a destination and a lead. */
export interface Standing {
  readonly abilities: Abilities;
  readonly windows: Transport['windows'];
  /** All that it was told of the lead. */
  readonly told: readonly Told[];
  /** Whether a rule of the destination tells a stage. */
  readonly asksFor: (stage: Stage | SideStage) => boolean;
  /** Whether a stage counts by the story of the lead. */
  readonly counts: (stage: Stage) => boolean;
  /** What is told of the worth of a stage by now; null where nothing is. */
  readonly worth: (stage: Stage) => Money | null;
  readonly leadCountedBy: 'touchline' | 'tag';
  /** By what the platform knows the lead that the tag counted; null where that is not known (`tagKeyOf`). */
  readonly tagKey: string | null;
  /** Whether something that stops telling is the last that became of the lead. */
  readonly isStopped: boolean;
  /** Of the settings: in which nothing is written where no value was told. */
  readonly currency: string;
  readonly now: Instant;
}

/** When it happened, and what it is worth now: the new value, or what is retained of it. */
export interface Happened {
  readonly at: Instant;
  readonly value: Money | null;
}

/** What the ledger is to do. */
export type Wish =
  | {
      readonly do: 'tell';
      readonly kind: 'conversion' | 'stage';
      readonly stage: Stage | SideStage;
      readonly revision: number;
      readonly eventAt: Instant;
      /** It waits out the quarantine of the destination. */
      readonly isQuarantined: boolean;
    }
  /** The tag has counted it: it stands in the ledger as accepted, under the tag's key, so that it can be taken back. */
  | { readonly do: 'adopt'; readonly stage: Stage; readonly key: string; readonly eventAt: Instant }
  /** Where the platform has not accepted yet what it changes, an adjustment waits until then. */
  | { readonly do: 'retract'; readonly of: Told }
  | {
      readonly do: 'restate';
      readonly of: Told;
      readonly value: Money;
      /** It stands in for a retraction: the platform goes on counting it. */
      readonly isCountWrong: boolean;
    }
  /** What waits does not leave: `superseded`, or withheld for the reason. */
  | { readonly do: 'cancel'; readonly of: Told; readonly withheld: WithheldReason | null }
  /** What somebody has in hand, or may have told, is cancelled where it turns out that it never left. */
  | { readonly do: 'recall'; readonly of: Told; readonly withheld: WithheldReason | null }
  /** It is to be told after all. */
  | { readonly do: 'keep'; readonly of: Told }
  /** What was cancelled, and may have been counted: told to its end under the same key. */
  | { readonly do: 'tellStill'; readonly of: Told }
  /** An adjustment that waits does not leave: what it would change stays as it is. */
  | { readonly do: 'callOff'; readonly of: Told; readonly adjustmentId: string }
  /** What waits leaves with another value. */
  | { readonly do: 'revalue'; readonly of: Told; readonly value: Money }
  | {
      readonly do: 'withhold';
      readonly kind: WishedKind;
      readonly stage: Stage | SideStage;
      readonly reason: WithheldReason;
    };
type WishedKind = 'conversion' | 'stage' | 'retract' | 'restate';

export function kindOf(stage: Stage | SideStage): 'conversion' | 'stage' {
  return (STAGES as readonly string[]).includes(stage) ? 'conversion' : 'stage';
}

export function latestOf(stage: Stage | SideStage, { told }: Standing): Told | undefined {
  return told
    .filter((each) => each.stage === stage)
    .reduce<Told | undefined>(
      (last, each) => (last === undefined || each.revision > last.revision ? each : last),
      undefined,
    );
}

/** The latest that counts, or may: what failed, expired or was withheld never did. */
export function countingOf(stage: Stage, standing: Standing): Told | undefined {
  const latest = latestOf(stage, standing);
  if (latest === undefined) return undefined;
  return latest.isHidden || ['pending', 'leased', 'sent', 'accepted'].includes(latest.state) ? latest : undefined;
}

export function earlierThan(stage: Stage | SideStage): Stage[] {
  const index = (STAGES as readonly string[]).indexOf(stage);
  return index === -1 ? [] : STAGES.slice(0, index);
}
