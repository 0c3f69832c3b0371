import { normalisedTeam, TeamBody } from '../../people/rep.dto.js';
import { warningsOfTeam } from '../../people/teams.js';
import { resourceController } from '../resource.controller.js';
import { TeamSchema } from './rep.schema.js';
import { TEAM } from './team.kind.js';

export const TeamsController = resourceController({
  path: 'teams',
  tag: 'People',
  one: 'a team',
  many: 'teams',
  kind: TEAM,
  body: TeamBody,
  schema: TeamSchema,
  normalise: normalisedTeam,
  warningsOf: ({ teams, reps }, id) => warningsOfTeam(id, teams, reps),
});
