import type { Effect } from '../documents/version.schema.js';

/** The rep whose promises they are; null for the company's own. */
type Whose = string | null;

interface OfRep {
  promises: number;
  missedAtOnce: number;
  /** Leads by where they would go. */
  readonly moves: Map<WhereTo, number>;
}

/**
 * The rep who would get a lead. `QUEUE`: it would wait, because nobody else could take it. `HELD`: it would stay,
 * because enforcement is held.
 */
type WhereTo = string | typeof QUEUE | typeof HELD;
export const QUEUE = Symbol('queue');
export const HELD = Symbol('held');

/** Counts what a change would do to promises and leads, by the rep concerned. */
export class EffectTally {
  private readonly byRep = new Map<Whose, OfRep>();
  private counted = 0;
  private moved = 0;

  get promises(): number {
    return this.counted;
  }

  /** Number of promises and moves counted. */
  get size(): number {
    return this.counted + this.moved;
  }

  countPromise(repId: Whose, isMissedAtOnce: boolean): void {
    const of = this.of(repId);
    this.counted += 1;
    of.promises += 1;
    if (isMissedAtOnce) of.missedAtOnce += 1;
  }

  countMove(fromRepId: string, whereTo: WhereTo): void {
    const { moves } = this.of(fromRepId);
    this.moved += 1;
    moves.set(whereTo, (moves.get(whereTo) ?? 0) + 1);
  }

  /** Returns the totals. The reps with most promises come first, then by id; among equals, the company comes last. */
  read(): Effect {
    const rows = [...this.byRep].map(([repId, { promises, missedAtOnce, moves }]) => ({
      repId,
      promises,
      missedAtOnce,
      moves: [...moves]
        .sort(([one, ones], [other, others]) => others - ones || compare(nameOf(one), nameOf(other)))
        .map(([whereTo, leads]) => ({ ...shownAs(whereTo), leads })),
    }));
    return {
      promises: this.counted,
      missedAtOnce: rows.reduce((sum, { missedAtOnce }) => sum + missedAtOnce, 0),
      byRep: rows.sort((one, other) => other.promises - one.promises || compare(one.repId, other.repId)),
    };
  }

  private of(repId: Whose): OfRep {
    const known = this.byRep.get(repId);
    if (known !== undefined) return known;
    const made = { promises: 0, missedAtOnce: 0, moves: new Map() };
    this.byRep.set(repId, made);
    return made;
  }
}

function nameOf(whereTo: WhereTo): string | null {
  return typeof whereTo === 'string' ? whereTo : null;
}

function shownAs(whereTo: WhereTo) {
  if (whereTo === QUEUE) return { queue: true as const };
  if (whereTo === HELD) return { held: true as const };
  return { toRepId: whereTo };
}

function compare(one: Whose | undefined, other: Whose | undefined): number {
  if (one == null || other == null) return one == null ? 1 : -1;
  return one < other ? -1 : 1;
}
