import { MILESTONES, type MilestoneName } from '../../leads/touch.js';
import type { Fact } from './facts.js';
import type { Cycle, LeadHistory, PastMilestone, ReportedDisposition, SettledHours } from './history.js';

/** With what a cycle was closed: as it was corrected last, also where that was taken back; null of one that was not. */
interface EndKeys {
  readonly reason: string | null;
  readonly category: string | null;
  readonly intent: string | null;
}

/** Who closed a cycle, what became of that, and how far the lead came: bits, so that rows of a kind are counted together. */
export const ENDING = {
  byRep: 1,
  byRule: 2,
  byKey: 4,
  atIntake: 8,
  corrected: 16,
  reversed: 32,
  /** Open once more, for whatever reason. */
  cameBack: 64,
  /** In a later cycle, or told later of this one. */
  wonLater: 128,
  /** Qualified or further, opportunity or further. */
  qualified: 256,
  opportunity: 512,
  won: 1024,
} as const;

/** How a cycle ended, or that it has not: one for each, under whoever had the lead last. */
export interface ConclusionFact extends Fact, EndKeys {
  readonly ending: number;
}

export const STAGES = MILESTONES;
export type ReachedStage = MilestoneName;

/** What a milestone is worth, beside the end of its cycle; a win also beside each closing that it came after. */
export interface AchievementFact extends Fact, EndKeys {
  readonly milestoneId: string;
  readonly stage: ReachedStage | 'wonLater';
  readonly amount: string;
  readonly currency: string;
}

/** @param fact of the cycle */
export function conclusionOf(
  { lead, dispositions, milestones }: LeadHistory,
  { number, tenures }: Cycle,
  fact: Fact,
  settled: SettledHours,
): { readonly conclusion: ConclusionFact; readonly achievements: AchievementFact[] } {
  const told = dispositions.filter(({ cycle }) => cycle === number);
  const [first] = told;
  const last = told.findLast(({ kind }) => kind !== 'reversed');
  const owner = tenures.at(-1);
  const end = {
    ...fact,
    rep: owner?.repId ?? null,
    team: owner === undefined ? null : settled.teamOf(owner.id),
    reason: last?.reason ?? null,
    category: last?.category ?? null,
    intent: last?.intent ?? null,
  };
  const reached = milestones.filter(({ cycle }) => cycle === number);
  const wins = first === undefined ? [] : milestones.filter((milestone) => isWinAfter(milestone, first));
  const closing =
    first === undefined ? 0 : closingOf(told, { cameBack: number < lead.cycle, wonLater: wins.length > 0 });
  return {
    conclusion: { ...end, ending: closing | stagesOf(reached) },
    achievements: [
      ...reached.flatMap((milestone) => worthOf(end, milestone, milestone.name as ReachedStage)),
      ...wins.flatMap((milestone) => worthOf(end, milestone, 'wonLater')),
    ],
  };
}

/** @param told of one cycle: closed, corrected, taken back */
function closingOf(
  told: readonly ReportedDisposition[],
  { cameBack, wonLater }: { readonly cameBack: boolean; readonly wonLater: boolean },
): number {
  return (
    closedBy(told[0]!) |
    (told.some(({ kind }) => kind === 'corrected') ? ENDING.corrected : 0) |
    (told.some(({ kind }) => kind === 'reversed') ? ENDING.reversed : 0) |
    (cameBack ? ENDING.cameBack : 0) |
    (wonLater ? ENDING.wonLater : 0)
  );
}

/** Who closed it, whoever corrected that later. */
function closedBy({ actorType, suppressionId }: ReportedDisposition): number {
  if (suppressionId !== null) return ENDING.atIntake;
  if (actorType === 'rep') return ENDING.byRep;
  return actorType === 'system' ? ENDING.byRule : ENDING.byKey;
}

/** A win of an earlier cycle that was told before the closing says nothing of it. */
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
