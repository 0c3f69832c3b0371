import type { SideStage, Stage } from '../delivery.js';
import {
  afterAll,
  callOff,
  callOffRetraction,
  type DeliveryIntent,
  earlierThan,
  isGone,
  isGoneItself,
  isMissing,
  kindOf,
  latestOf,
  mayBeThere,
  type Occurrence,
  type PlanningContext,
} from './delivery-intent.js';

/** Sends a stage, with those before it where the platform wants them first. */
export function send(stage: Stage | SideStage, occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  const { abilities, asksFor, isStopped } = context;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, context);
  // A lead that comes back keeps its keys. Only what was never sent, or was taken back, is sent anew.
  if (latest?.isRecalled === true)
    return [...callOffRetraction(latest), ...earlierFirst(stage, occurrence, context), { do: 'keep', of: latest }];
  if (latest?.waiting?.kind === 'retract') {
    const calledOff = callOff(latest);
    if (!isGoneItself(latest)) return calledOff;
    return [...calledOff, ...send(stage, { ...occurrence, value: null }, afterAll(calledOff, context))];
  }
  // The stages that it includes may have been called off since.
  if (latest !== undefined && !isGone(latest)) return earlierFirst(stage, occurrence, context);
  if (latest !== undefined && mayBeThere(latest))
    return [...earlierFirst(stage, occurrence, context), { do: 'sendAgain', of: latest }];
  if (stage === 'lead' && context.leadCountedBy === 'tag' && !isTakenBack(stage, context)) {
    const { tagKey } = context;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: occurrence.at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  return [...earlierFirst(stage, occurrence, context), sendAnew(stage, occurrence, context)];
}

/** Sends the stages before this one that are not on their way. */
function earlierFirst(stage: Stage | SideStage, occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  const before = firstOf(stage, context);
  const earlier = before.flatMap((each) => latestOf(each, context) ?? []);
  return [
    ...earlier.filter(({ isRecalled }) => isRecalled).map((of): DeliveryIntent => ({ do: 'keep', of })),
    ...earlier.filter(mayBeThere).map((of): DeliveryIntent => ({ do: 'sendAgain', of })),
    ...before.filter((each) => isMissing(latestOf(each, context))).map((each) => sendAnew(each, occurrence, context)),
  ];
}

/** The stages that the platform wants before this one, as far as this destination sends them. */
function firstOf(stage: Stage | SideStage, { abilities, asksFor, leadCountedBy }: PlanningContext): Stage[] {
  if (!abilities.earlierStagesFirst) return [];
  return earlierThan(stage).filter((each) => asksFor(each) && !(each === 'lead' && leadCountedBy === 'tag'));
}

function sendAnew(stage: Stage | SideStage, { at }: Occurrence, context: PlanningContext): DeliveryIntent {
  const { abilities } = context;
  return {
    do: 'send',
    kind: abilities.earlierStagesFirst ? 'stage' : kindOf(stage),
    stage,
    revision: (latestOf(stage, context)?.revision ?? 0) + 1,
    eventAt: at,
    isQuarantined: stage === 'lead' && !abilities.retract,
  };
}

/** Whether a stage was taken back once: from then on it is sent, even where the tag counted the first. */
function isTakenBack(stage: Stage, { sent }: PlanningContext): boolean {
  return sent.some((each) => each.stage === stage && each.isRetracted);
}
