import { Module } from '@nestjs/common';
import { DirectoryService } from './directory.service.js';
import { DirectoryStore } from './directory.store.js';
import { HoursChangeStore } from './hours-change.store.js';

@Module({ providers: [DirectoryStore, HoursChangeStore, DirectoryService], exports: [DirectoryService] })
export class DirectoryModule {}
