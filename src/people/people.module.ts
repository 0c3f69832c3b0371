import { Module } from '@nestjs/common';
import { resourceController } from '../configuration/resource.controller.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { AbsenceStore } from './absence.store.js';
import { AbsencesController } from './absences.controller.js';
import { AbsencesService } from './absences.service.js';
import { RepStore } from './rep.store.js';
import { RepBatchService } from './rep-batch.service.js';
import { RepsController } from './reps.controller.js';
import { RepsService } from './reps.service.js';
import { keptTeam, TeamBody } from './team.dto.js';
import { TEAM } from './team.kind.js';
import { TeamSchema } from './team.schema.js';

const TeamsController = resourceController({
  path: 'teams',
  tag: 'People',
  kind: TEAM,
  body: TeamBody,
  schema: TeamSchema,
  keep: keptTeam,
});

@Module({
  imports: [DirectoryModule, LifecycleModule],
  controllers: [RepsController, AbsencesController, TeamsController],
  providers: [RepsService, RepBatchService, RepStore, AbsenceStore, AbsencesService],
})
export class PeopleModule {}
