import { Module } from '@nestjs/common';
import { SlaModule } from '../sla/sla.module.js';
import { DirectoryService } from './directory.service.js';
import { DirectoryStore } from './directory.store.js';
import { HoursChangeStore } from './hours-change.store.js';

/** All configuration at one revision. */
@Module({
  imports: [SlaModule],
  providers: [DirectoryStore, HoursChangeStore, DirectoryService],
  exports: [DirectoryService],
})
export class DirectoryModule {}
