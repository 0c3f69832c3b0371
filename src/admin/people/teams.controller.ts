import { warningsOfTeam } from '../../people/second-team.js';
import { normalisedTeam, TeamBody } from '../../people/team.dto.js';
import { resourceController } from '../resource.controller.js';
import { TEAM } from './team.kind.js';
import { TeamSchema } from './team.schema.js';

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
