import type { Effect } from '../documents/replanned.schema.js';

/** Whose promises: a rep's, or the company's own. */
type Whose = string | null;

interface OfRep {
  promises: number;
  missedAtOnce: number;
  /** Leads by who would get them; under null those that nobody else could take. */
  readonly moves: Map<Whose, number>;
}

/** What a change would make of promises, counted by whose they are. */
export class EffectTally {
  private readonly byRep = new Map<Whose, OfRep>();
  private counted = 0;

  get promises(): number {
    return this.counted;
  }

  countPromise(repId: Whose, isMissedAtOnce: boolean): void {
    const of = this.of(repId);
    this.counted += 1;
    of.promises += 1;
    if (isMissedAtOnce) of.missedAtOnce += 1;
  }

  /** @param toRepId null: nobody else could take it, so it would stay */
  countMove(fromRepId: string, toRepId: Whose): void {
    const { moves } = this.of(fromRepId);
    moves.set(toRepId, (moves.get(toRepId) ?? 0) + 1);
  }

  /** Whoever is concerned most first, then by id; the company last of equals. */
  read(): Effect {
    const rows = [...this.byRep].map(([repId, { promises, missedAtOnce, moves }]) => ({
      repId,
      promises,
      missedAtOnce,
      moves: [...moves]
        .map(([toRepId, leads]) => (toRepId === null ? { queue: true as const, leads } : { toRepId, leads }))
        .sort((one, other) => other.leads - one.leads || compare(one.toRepId, other.toRepId)),
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

function compare(one: Whose | undefined, other: Whose | undefined): number {
  if (one == null || other == null) return one == null ? 1 : -1;
  return one < other ? -1 : 1;
}
