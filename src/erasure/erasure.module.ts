import { Module } from '@nestjs/common';
import { ErasedSubmissions } from './erased-submissions.service.js';
import { ErasingService } from './erasing.service.js';
import { ErasingStore, ErasureStore } from './erasure.store.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { SubjectAccessStore } from './subject-access.store.js';
import { UndoneLeadStore } from './undone-lead.store.js';
import { UndoneLeads } from './undone-leads.service.js';

@Module({
  controllers: [ErasuresController],
  providers: [
    ErasuresService,
    ErasedSubmissions,
    ErasingStore,
    ErasureStore,
    SubjectAccessStore,
    ErasingService,
    UndoneLeads,
    UndoneLeadStore,
  ],
  exports: [ErasedSubmissions, UndoneLeads],
})
export class ErasureModule {}
