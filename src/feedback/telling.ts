import { afterAll, callOff, callOffRetraction } from './afterwards.js';
import type { SideStage, Stage } from './delivery.js';
import { isGone, isGoneItself, isMissing } from './told.js';
import { earlierThan, type Happened, kindOf, latestOf, type Standing, type Wish } from './wish.js';

/** Tells of a stage, with those before it where the platform wants them first. */
export function tell(stage: Stage | SideStage, { at }: Happened, standing: Standing): Wish[] {
  const { abilities, asksFor, isStopped } = standing;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, standing);
  // A lead that comes back keeps its keys. Only what never left, or was taken back, is told anew.
  if (latest?.isRecalled === true) return [...callOffRetraction(latest), { do: 'keep', of: latest }];
  if (latest?.waiting?.kind === 'retract') {
    const calledOff = callOff(latest);
    if (!isGoneItself(latest)) return calledOff;
    return [...calledOff, ...tell(stage, { at, value: null }, afterAll(calledOff, standing))];
  }
  if (latest !== undefined && !isGone(latest)) return [];
  if (latest?.mayHaveLeft === true && !latest.isRetracted) return [{ do: 'tellStill', of: latest }];
  if (stage === 'lead' && standing.leadCountedBy === 'tag' && !isTakenBack(stage, standing)) {
    const { tagKey } = standing;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  const isOurs = (each: Stage) => asksFor(each) && !(each === 'lead' && standing.leadCountedBy === 'tag');
  const before = abilities.earlierStagesFirst ? earlierThan(stage).filter(isOurs) : [];
  const missing = before.filter((each) => isMissing(latestOf(each, standing)));
  const wishOf = (each: Stage | SideStage, revision: number, after: readonly Stage[]): Wish => ({
    do: 'tell',
    kind: kind === 'stage' ? 'stage' : kindOf(each),
    stage: each,
    revision,
    eventAt: at,
    isQuarantined: each === 'lead' && !abilities.retract,
    after,
  });
  return [
    ...missing.map((each) =>
      wishOf(
        each,
        (latestOf(each, standing)?.revision ?? 0) + 1,
        earlierThan(each).filter((one) => before.includes(one)),
      ),
    ),
    wishOf(stage, (latest?.revision ?? 0) + 1, before),
  ];
}

/** Whether what counted was taken back once: what counts from then on is told, whoever told the first. */
function isTakenBack(stage: Stage, { told }: Standing): boolean {
  return told.some((each) => each.stage === stage && each.isRetracted);
}
