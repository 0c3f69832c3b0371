import { STAGES, type Stage } from '../../../src/feedback/delivery.js';
import type { Abilities } from '../../../src/feedback/platform.js';
import type { Deserving } from './deserving.js';
import { FIXED } from './sending.js';
import type { SimulatedPlatform } from './simulated-platform.js';

/** The fields that are read of a delivery, as stored or as the API shows it. */
interface Row {
  readonly stage: string;
  readonly kind: string;
  readonly revision: number;
  readonly state: string;
  readonly mayHaveLeft: boolean;
  readonly acceptedAt: unknown;
}

export interface EndedStory {
  readonly deserving: Deserving;
  readonly abilities: Abilities;
  readonly platform: SimulatedPlatform;
  /** A part of all keys of the lead. */
  readonly whose: string;
  readonly isDenied: boolean;
  /** Whether the lead has a click in the end; without one, nothing counts if the platform can take it back. */
  readonly isKnown?: boolean;
  readonly rows: readonly Row[];
  readonly unsure?: readonly Stage[];
}

/**
 * Reports whether a stage should count. Where earlier stages are sent first, one that was passed over goes with the
 * next.
 */
export function isDeserved(deserving: Deserving, { earlierStagesFirst }: Abilities, stage: Stage): boolean {
  const later = earlierStagesFirst ? STAGES.slice(STAGES.indexOf(stage)) : [stage];
  return later.some((each) => deserving.counts(each));
}

/** What the platform counts but should not, or the other way round. */
export function wrongsOf(ended: EndedStory): string[] {
  const { deserving, abilities, platform, whose, isDenied, isKnown = true, rows: all, unsure = [] } = ended;
  const { retract, restate } = abilities;
  return STAGES.flatMap((stage) => {
    const wrongs: string[] = [];
    const rows = all.filter((row) => row.stage === stage && row.revision > 0);
    const times = platform.timesOf(stage, whose);
    if (times > 1) wrongs.push(`${stage} counts ${times} times`);
    if (unsure.includes(stage) || !(isKnown || retract)) return wrongs;
    const counts = isKnown && isDeserved(deserving, abilities, stage);
    // What the platform refused for good, or too late, cannot be repaired.
    const isLost = rows.some(({ state }) => state === 'failed' || state === 'expired');
    const isHidden = isDenied && rows.some(({ state }) => state === 'withheld');
    const isNew = ({ kind }: Row) => kind === 'conversion' || kind === 'stage';
    const isUnknown = rows.some((row) => isNew(row) && row.mayHaveLeft && row.acceptedAt === null);
    if (counts && times === 0 && !isLost && !isHidden && !deserving.isEnded) wrongs.push(`${stage} should count`);
    if (isLost || isHidden || isUnknown) return wrongs;
    if (!counts && retract && times > 0) wrongs.push(`${stage} counts`);
    const worth = counts ? deserving.worth(stage, FIXED[stage]) : 0;
    const value = platform.valueOf(stage, whose);
    if (times > 0 && restate && (value ?? 0) !== (worth ?? 0))
      wrongs.push(`${stage} is worth ${value} in place of ${worth}`);
    return wrongs;
  });
}
