import { STAGES, type Stage } from '../../../src/feedback/delivery.js';
import type { Abilities } from '../../../src/feedback/platform.js';
import type { Deserving } from './deserving.js';
import type { SimulatedPlatform } from './simulated-platform.js';
import { FIXED } from './telling.js';

/** What is looked at of a row of the ledger, as it stands there or as it is shown. */
interface Row {
  readonly stage: string;
  readonly kind: string;
  readonly revision: number;
  readonly state: string;
  readonly mayHaveLeft: boolean;
  readonly acceptedAt: unknown;
}

/** A lead and what is known of it where it was told, when all is told. */
export interface Ended {
  readonly deserving: Deserving;
  readonly abilities: Abilities;
  readonly platform: SimulatedPlatform;
  /** What is in all keys of the lead. */
  readonly whose: string;
  readonly isDenied: boolean;
  readonly rows: readonly Row[];
  /** Stages of which it cannot be said whether they should count. */
  readonly unsure?: readonly Stage[];
}

/** Where a platform is told all stages in their order, one that was passed over goes with the next. */
export function isDeserved(deserving: Deserving, { earlierStagesFirst }: Abilities, stage: Stage): boolean {
  const later = earlierStagesFirst ? STAGES.slice(STAGES.indexOf(stage)) : [stage];
  return later.some((each) => deserving.counts(each));
}

/** What the platform counts and should not, or the other way round. */
export function wrongsOf({ deserving, abilities, platform, whose, isDenied, rows: all, unsure = [] }: Ended): string[] {
  const { retract, restate } = abilities;
  return STAGES.flatMap((stage) => {
    const wrongs: string[] = [];
    const rows = all.filter((row) => row.stage === stage && row.revision > 0);
    const times = platform.timesOf(stage, whose);
    if (times > 1) wrongs.push(`${stage} counts ${times} times`);
    if (unsure.includes(stage)) return wrongs;
    const counts = isDeserved(deserving, abilities, stage);
    // What the platform refused for good, or took no longer, nobody can mend.
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
