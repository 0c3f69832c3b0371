import { sum, type TurnCounts } from '../routing/fairness.js';
import type { MemberTurns } from '../routing/fairness.store.js';
import { readable } from '../routing/rulebook.js';

/** The dimensions of the report, each with the id of a member's turns in it. */
const ID_OF = {
  pool: ({ poolId }: MemberTurns) => poolId,
  rep: ({ repId }: MemberTurns) => repId,
};
export type FairnessDimension = keyof typeof ID_OF;
export const FAIRNESS_DIMENSIONS = Object.keys(ID_OF) as readonly FairnessDimension[];

export type FairnessKey = Readonly<Partial<Record<FairnessDimension, string>>>;

export function keyOf(turns: MemberTurns, by: readonly FairnessDimension[]): FairnessKey {
  return Object.fromEntries(by.map((dimension) => [dimension, ID_OF[dimension](turns)]));
}

export function together(turns: readonly TurnCounts[]) {
  const shareDue = sum(turns.map((each) => each.shareDue));
  const shareGot = sum(turns.map((each) => each.leadsGot));
  const missed: Record<string, number> = {};
  for (const each of turns)
    for (const [why, count] of Object.entries(each.missed)) missed[why] = (missed[why] ?? 0) + count;
  return { shareDue: readable(shareDue), shareGot, credit: readable(shareDue - shareGot), missed };
}
