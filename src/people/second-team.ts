/** What of a team decides which one holds for a rep. */
export interface TeamOfReps {
  readonly id: string;
  readonly name: string;
  readonly repIds: readonly string[];
}

/**
 * The teams of each rep, in their order: of several the one that was made first holds, with its manager and calendar.
 * @param teams oldest first
 */
export function teamsOfReps<Team extends TeamOfReps>(teams: readonly Team[]): Map<string, Team[]> {
  const teamsOf = new Map<string, Team[]>();
  for (const team of teams) {
    for (const repId of team.repIds) {
      const known = teamsOf.get(repId);
      if (known === undefined) teamsOf.set(repId, [team]);
      else known.push(team);
    }
  }
  return teamsOf;
}

interface Warning {
  readonly pointer: string;
  readonly message: string;
}

/** What works, but hardly as it was meant. @param teams oldest first @param reps all that there are */
export function warningsOfTeam(
  id: string,
  teams: readonly (TeamOfReps & { readonly managerId: string | null })[],
  reps: ReadonlyMap<string, { readonly name: string; readonly active: boolean }>,
): Warning[] {
  const manager = reps.get(teams.find((team) => team.id === id)?.managerId ?? '');
  const message = `${manager?.name} is inactive: what the manager of this team would be told is told to whoever is above them, else to the owner of the queue.`;
  return [
    ...(manager?.active === false ? [{ pointer: '/managerId', message }] : []),
    ...inSeveralTeams(id, teams, (repId) => reps.get(repId)!.name),
  ];
}

/** Of each member who stands in another team as well, which one's manager and calendar hold. */
function inSeveralTeams(id: string, teams: readonly TeamOfReps[], nameOf: (repId: string) => string): Warning[] {
  const teamsOf = teamsOfReps(teams);
  const repIds = teams.find((team) => team.id === id)?.repIds ?? [];
  return repIds.flatMap((repId, index) => {
    const [held, ...rest] = teamsOf.get(repId)!;
    if (held === undefined || rest.length === 0) return [];
    const others = [held, ...rest].filter((team) => team.id !== id);
    const also = new Intl.ListFormat('en').format(others.map(({ name }) => `"${name}"`));
    const which = held.id === id ? 'this team' : `"${held.name}"`;
    const message = `${nameOf(repId)} is also in ${also}. Only the manager and the calendar of ${which} apply to them, because it was created first.`;
    return [{ pointer: `/repIds/${index}`, message }];
  });
}
