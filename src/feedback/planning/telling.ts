import type { SideStage, Stage } from '../delivery.js';
import { afterAll, callOff, callOffRetraction } from './afterwards.js';
import { isGone, isGoneItself, isMissing, mayBeThere } from './told.js';
import { earlierThan, type Happened, kindOf, latestOf, type Standing, type Wish } from './wish.js';

/** Tells of a stage, with those before it where the platform wants them first. */
export function tell(stage: Stage | SideStage, happened: Happened, standing: Standing): Wish[] {
  const { abilities, asksFor, isStopped } = standing;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, standing);
  // A lead that comes back keeps its keys. Only what never left, or was taken back, is told anew.
  if (latest?.isRecalled === true)
    return [...callOffRetraction(latest), ...earlierFirst(stage, happened, standing), { do: 'keep', of: latest }];
  if (latest?.waiting?.kind === 'retract') {
    const calledOff = callOff(latest);
    if (!isGoneItself(latest)) return calledOff;
    return [...calledOff, ...tell(stage, { ...happened, value: null }, afterAll(calledOff, standing))];
  }
  // What went with it may have been called off since.
  if (latest !== undefined && !isGone(latest)) return earlierFirst(stage, happened, standing);
  if (latest !== undefined && mayBeThere(latest))
    return [...earlierFirst(stage, happened, standing), { do: 'tellStill', of: latest }];
  if (stage === 'lead' && standing.leadCountedBy === 'tag' && !isTakenBack(stage, standing)) {
    const { tagKey } = standing;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: happened.at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  return [...earlierFirst(stage, happened, standing), tellAnew(stage, happened, standing)];
}

/** Those before a stage that are not on their way: told anew, or to their end where somebody may have told them. */
function earlierFirst(stage: Stage | SideStage, happened: Happened, standing: Standing): Wish[] {
  const before = firstOf(stage, standing);
  const earlier = before.flatMap((each) => latestOf(each, standing) ?? []);
  return [
    ...earlier.filter(({ isRecalled }) => isRecalled).map((of): Wish => ({ do: 'keep', of })),
    ...earlier.filter(mayBeThere).map((of): Wish => ({ do: 'tellStill', of })),
    ...before.filter((each) => isMissing(latestOf(each, standing))).map((each) => tellAnew(each, happened, standing)),
  ];
}

/** Those that the platform wants before a stage, as far as they are told by us. */
function firstOf(stage: Stage | SideStage, { abilities, asksFor, leadCountedBy }: Standing): Stage[] {
  if (!abilities.earlierStagesFirst) return [];
  return earlierThan(stage).filter((each) => asksFor(each) && !(each === 'lead' && leadCountedBy === 'tag'));
}

function tellAnew(stage: Stage | SideStage, { at }: Happened, standing: Standing): Wish {
  const { abilities } = standing;
  return {
    do: 'tell',
    kind: abilities.earlierStagesFirst ? 'stage' : kindOf(stage),
    stage,
    revision: (latestOf(stage, standing)?.revision ?? 0) + 1,
    eventAt: at,
    isQuarantined: stage === 'lead' && !abilities.retract,
  };
}

/** Whether what counted was taken back once: what counts from then on is told, whoever told the first. */
function isTakenBack(stage: Stage, { told }: Standing): boolean {
  return told.some((each) => each.stage === stage && each.isRetracted);
}
