import type { Warning } from '../documents/version.schema.js';

interface TeamOfReps {
  readonly id: string;
  readonly name: string;
  readonly repIds: readonly string[];
}

/**
 * Returns the teams of each rep in their order; the manager and calendar of the first one apply.
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

/** @param teams oldest first @param reps all reps */
export function warningsOfTeam(
  id: string,
  teams: readonly (TeamOfReps & { readonly managerId: string | null })[],
  reps: ReadonlyMap<string, { readonly name: string; readonly active: boolean }>,
): Warning[] {
  const manager = reps.get(teams.find((team) => team.id === id)?.managerId ?? '');
  const message = `${manager?.name} is inactive: notifications for the manager of this team go to the manager above them, else to the owner of the queue.`;
  return [
    ...(manager?.active === false ? [{ pointer: '/managerId', message }] : []),
    ...inSeveralTeams(id, teams, (repId) => reps.get(repId)!.name),
  ];
}

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
