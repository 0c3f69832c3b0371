import type { ExcludedBy } from '../deciding/eligibility.js';

/** What a member of a pool was due and got, in leads, and the leads dealt without them, by reason. */
export interface TurnCounts {
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly missed: Readonly<Partial<Record<ExcludedBy, number>>>;
}

/** Returns the turns that a member has had between two counts. */
export function turnsSince(before: TurnCounts, now: TurnCounts): TurnCounts {
  const missed = Object.entries(now.missed).flatMap(([reason, turns]) => {
    const more = turns - (before.missed[reason as ExcludedBy] ?? 0);
    return more > 0 ? [[reason, more] as const] : [];
  });
  return {
    shareDue: now.shareDue - before.shareDue,
    leadsGot: now.leadsGot - before.leadsGot,
    missed: Object.fromEntries(missed),
  };
}

interface WeighedTurns extends TurnCounts {
  /** 0 if they have not begun. */
  readonly weight: number;
}

/** Fewer leads are no evidence about shifts. */
const LEADS_MIN = 20;

/**
 * Explains, in a sentence, why a member got less than half of their part by weight because most leads come outside
 * their hours, and which weight would even that out. Working `e` of the leads, of which `s` were due to them at weight
 * `w`, they shared with others of a weight of `v = w (e - s) / s`; a part of `l` takes a weight of `l v / (e - l)`.
 * @param all the members, this one among them
 * @returns null if that is not the case
 */
export function hintAtHours(member: WeighedTurns, all: readonly WeighedTurns[]): string | null {
  const dealt = sum(all.map(({ leadsGot }) => leadsGot));
  const { weight, shareDue, leadsGot, missed } = member;
  const { offHours = 0 } = missed;
  const part = (dealt * weight) / sum(all.map((each) => each.weight));
  if (dealt < LEADS_MIN || weight === 0 || offHours * 2 < dealt || leadsGot * 2 >= part) return null;
  const eligible = dealt - sum(Object.values(missed));
  const others = shareDue > 0 ? (weight * (eligible - shareDue)) / shareDue : 0;
  const sentence = `${offHours} of the ${dealt} leads came outside their hours, so they got ${leadsGot}; by weight alone it would have been ${Math.round(part)}.`;
  return eligible <= part || others <= 0
    ? `${sentence} No weight would even that out: they could have got at most ${Math.max(0, eligible)}.`
    : `${sentence} A weight of ${Math.round((10 * part * others) / (eligible - part)) / 10} would even that out.`;
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}
