import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { ErasingService } from './erasing.service.js';
import { ErasingStore, ErasureStore } from './erasure.store.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { SubjectAccessStore } from './subject-access.store.js';

@Module({
  imports: [DirectoryModule, DispositionModule, LeadsModule, LifecycleModule],
  controllers: [ErasuresController],
  providers: [ErasuresService, ErasingStore, ErasureStore, SubjectAccessStore, ErasingService],
})
export class ErasureModule {}
