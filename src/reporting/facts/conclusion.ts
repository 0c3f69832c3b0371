import { MILESTONES, type MilestoneName } from '../../leads/touch.js';
import type { Fact } from './facts.js';
import type { Cycle, LeadHistory, PastMilestone, ReportedDisposition, SettledHours } from './history.js';

/** The last disposition of a cycle after corrections, even if it was reversed; null if it was not closed. */
interface EndKeys {
  readonly reason: string | null;
  readonly category: string | null;
  readonly intent: string | null;
}

/** The closer of a cycle, later events and milestones as bits, so that equal rows are counted together. */
export const ENDING = {
  byRep: 1,
  byRule: 2,
  byKey: 4,
  atIntake: 8,
  corrected: 16,
  reversed: 32,
  /** Opened again, for whatever reason. */
  cameBack: 64,
  /** Won in a later cycle, or reported as won later in this one. */
  wonLater: 128,
  /** Qualified or further; opportunity or further. */
  qualified: 256,
  opportunity: 512,
  won: 1024,
  /** Closed without all the attempts on which its reason rests. */
  withoutAttempts: 2048,
} as const;

/** The ending of cycles, or that they are open: one row up to each closing, counted under the last owner. */
export interface ConclusionFact extends Fact, EndKeys {
  readonly ending: number;
}

export const STAGES = MILESTONES;
export type ReachedStage = MilestoneName;

/** The value of a milestone, with the end of its cycle. A win is also counted for each closed cycle before it. */
export interface AchievementFact extends Fact, EndKeys {
  readonly milestoneId: string;
  readonly stage: ReachedStage | 'wonLater';
  readonly amount: string;
  readonly currency: string;
}

/** Returns cycles up to each closing together: a lead whose person asks again is neither closed nor a second lead. */
export function untilClosed({ dispositions }: LeadHistory, cycles: readonly Cycle[]): readonly (readonly Cycle[])[] {
  const closed = new Set(dispositions.map(({ cycle }) => cycle));
  const together: Cycle[][] = [];
  for (const cycle of cycles) {
    const before = together.at(-1);
    if (before === undefined || closed.has(before.at(-1)!.number)) together.push([cycle]);
    else before.push(cycle);
  }
  return together;
}

/**
 * @param together the cycles up to a closing, or to the present one
 * @param fact the fields of the first of them
 */
export function conclusionOf(
  { lead, dispositions, milestones }: LeadHistory,
  together: readonly Cycle[],
  fact: Fact,
  settled: SettledHours,
): { readonly conclusion: ConclusionFact; readonly achievements: AchievementFact[] } {
  const { number, tenures } = together.at(-1)!;
  const ofCycle = standing(dispositions.filter(({ cycle }) => cycle === number));
  const [first] = ofCycle;
  const last = ofCycle.findLast(({ kind }) => kind !== 'reversed');
  const owner = tenures.at(-1);
  const end = {
    ...fact,
    rep: owner?.repId ?? null,
    team: owner === undefined ? null : settled.teamOf(owner.id),
    reason: last?.reason ?? null,
    category: last?.category ?? null,
    intent: last?.intent ?? null,
  };
  const reached = milestones.filter(({ cycle }) => together[0]!.number <= cycle && cycle <= number);
  const wins = first === undefined ? [] : milestones.filter((milestone) => isWinAfter(milestone, first));
  const cameBack = number < lead.cycle || ofCycle.at(-1)?.kind === 'reversed';
  const closing = first === undefined ? 0 : closingOf(ofCycle, { cameBack, wonLater: wins.length > 0 });
  return {
    conclusion: { ...end, ending: closing | stagesOf(reached) },
    achievements: [
      ...reached.flatMap((milestone) => worthOf(end, milestone, milestone.name as ReachedStage)),
      ...wins.flatMap((milestone) => worthOf(end, milestone, 'wonLater')),
    ],
  };
}

/** Returns the last closing of a cycle, with its corrections: one before it was undone, and the cycle went on. */
function standing(ofCycle: readonly ReportedDisposition[]): readonly ReportedDisposition[] {
  const since = ofCycle.slice(ofCycle.findLastIndex(({ kind }) => kind === 'reversed') + 1);
  return since.length === 0 ? ofCycle.slice(ofCycle.findLastIndex(({ kind }) => kind === 'disposed')) : since;
}

/** @param ofCycle the dispositions of one cycle */
function closingOf(
  ofCycle: readonly ReportedDisposition[],
  { cameBack, wonLater }: { readonly cameBack: boolean; readonly wonLater: boolean },
): number {
  return (
    closedBy(ofCycle[0]!) |
    (ofCycle.findLast(({ kind }) => kind !== 'reversed')?.withoutAttempts === true ? ENDING.withoutAttempts : 0) |
    (ofCycle.some(({ kind }) => kind === 'corrected') ? ENDING.corrected : 0) |
    (ofCycle.some(({ kind }) => kind === 'reversed') ? ENDING.reversed : 0) |
    (cameBack ? ENDING.cameBack : 0) |
    (wonLater ? ENDING.wonLater : 0)
  );
}

/** The first closer counts, regardless of corrections. */
function closedBy({ actorType, suppressionId, cycle }: ReportedDisposition): number {
  // Whoever closed it elsewhere, here an import said so.
  if (cycle === 0) return ENDING.byKey;
  if (suppressionId !== null) return ENDING.atIntake;
  if (actorType === 'rep') return ENDING.byRep;
  return actorType === 'system' ? ENDING.byRule : ENDING.byKey;
}

/** A win of an earlier cycle that was reported before the closing does not count. */
function isWinAfter({ name, cycle, recordedAt }: PastMilestone, closing: ReportedDisposition): boolean {
  return name === 'won' && (cycle >= closing.cycle || recordedAt > closing.decidedAt);
}

function stagesOf(reached: readonly PastMilestone[]): number {
  const furthest = Math.max(...reached.map(({ name }) => STAGES.indexOf(name as ReachedStage)), -1);
  return STAGES.slice(0, furthest + 1).reduce((bits, stage) => bits | ENDING[stage], 0);
}

function worthOf(
  end: Fact & EndKeys,
  { id, amount, currency }: PastMilestone,
  stage: AchievementFact['stage'],
): AchievementFact[] {
  return amount === null || currency === null ? [] : [{ ...end, milestoneId: id, stage, amount, currency }];
}
