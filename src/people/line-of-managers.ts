/**
 * Who leads whom.
 * @param managerOf the manager of a rep; null for none
 * @returns of each who leads anybody all whose line of managers leads to them
 */
export function teamsOfManagers(
  repIds: Iterable<string>,
  managerOf: (repId: string) => string | null,
): Map<string, string[]> {
  const teams = new Map<string, string[]>();
  for (const repId of repIds) {
    const line = new Set([repId]);
    for (let above = managerOf(repId); above !== null && !line.has(above); above = managerOf(above)) {
      line.add(above);
      const team = teams.get(above);
      if (team === undefined) teams.set(above, [repId]);
      else team.push(repId);
    }
  }
  return teams;
}
