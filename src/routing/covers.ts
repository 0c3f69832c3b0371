import type { RosterRep } from './roster.js';

/** Who stands in for a rep who is away, then for whoever stands in and is away too; a ring ends where it began. */
export function* coversOf(repId: string, repOf: (repId: string) => RosterRep | undefined): Generator<string> {
  const asked = new Set([repId]);
  let away = repOf(repId);
  while (away?.active === true && away.absent !== null) {
    const coverId = away.coverRepId ?? null;
    if (coverId === null || asked.has(coverId)) return;
    asked.add(coverId);
    yield coverId;
    away = repOf(coverId);
  }
}
