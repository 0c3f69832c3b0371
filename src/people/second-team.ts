/** What of a team decides which one holds for a rep. */
export interface TeamOfReps {
  readonly id: string;
  readonly name: string;
  readonly repIds: readonly string[];
}

/** The team whose manager and calendar hold for each rep: of several the one that was made first. @param teams oldest first */
export function teamsThatHold<Team extends TeamOfReps>(teams: readonly Team[]): Map<string, Team> {
  const holding = new Map<string, Team>();
  for (const team of teams) {
    for (const repId of team.repIds) if (!holding.has(repId)) holding.set(repId, team);
  }
  return holding;
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
  const message = `${manager?.name} is inactive, so nobody reads what the manager of this team is told.`;
  return [
    ...(manager?.active === false ? [{ pointer: '/managerId', message }] : []),
    ...inSeveralTeams(id, teams, (repId) => reps.get(repId)!.name),
  ];
}

/** Of each member who stands in another team as well, which one's manager and calendar hold. */
function inSeveralTeams(id: string, teams: readonly TeamOfReps[], nameOf: (repId: string) => string): Warning[] {
  const holding = teamsThatHold(teams);
  const repIds = teams.find((team) => team.id === id)?.repIds ?? [];
  return repIds.flatMap((repId, index) => {
    const others = teams.filter((team) => team.id !== id && team.repIds.includes(repId));
    const held = holding.get(repId);
    if (others.length === 0 || held === undefined) return [];
    const also = new Intl.ListFormat('en').format(others.map(({ name }) => `"${name}"`));
    const which = held.id === id ? 'this one was' : `"${held.name}" was`;
    const message = `${nameOf(repId)} is in ${also} too: the manager and the calendar of the team that was made first hold for them, and ${which}.`;
    return [{ pointer: `/repIds/${index}`, message }];
  });
}
