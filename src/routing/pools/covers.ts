import type { RosterRep } from '../deciding/roster.js';

/** Yields the cover of an absent rep, then that one's cover if they are absent too, and so on; stops at a cycle. */
export function* coversOf(repId: string, repOf: (repId: string) => RosterRep | undefined): Generator<string> {
  const seen = new Set([repId]);
  let away = repOf(repId);
  while (away?.active === true && away.absent !== null) {
    const coverId = away.coverRepId ?? null;
    if (coverId === null || seen.has(coverId)) return;
    seen.add(coverId);
    yield coverId;
    away = repOf(coverId);
  }
}
