import { Controller } from '@nestjs/common';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/names.js';
import { warningsOfTeam } from '../../people/second-team.js';
import { normalisedTeam, TeamBody } from '../../people/team.dto.js';
import { resourceController } from '../resource.controller.js';
import { TEAM } from './team.kind.js';
import { type TeamAnswer, TeamSchema } from './team.schema.js';

const TeamResources = resourceController({
  path: 'teams',
  tag: 'People',
  one: 'a team',
  many: 'teams',
  kind: TEAM,
  body: TeamBody,
  schema: TeamSchema,
  normalise: normalisedTeam,
});

@Controller('v1/teams')
export class TeamsController extends TeamResources {
  constructor(
    resources: ResourceService,
    private readonly directories: DirectoryService,
  ) {
    super(resources);
  }

  /** With a warning of each member who is in another team as well. */
  override async completed(views: readonly TeamAnswer[]): Promise<TeamAnswer[]> {
    const directory = await this.directories.now();
    const { rep } = namesOf(directory);
    return views.map((view) => {
      const warnings = warningsOfTeam(view, directory.content.teams, rep);
      return warnings.length === 0 ? view : { ...view, warnings };
    });
  }
}
