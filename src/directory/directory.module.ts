import { Module } from '@nestjs/common';
import { DirectoryService } from './directory.service.js';
import { DirectoryStore } from './directory.store.js';

@Module({ providers: [DirectoryStore, DirectoryService], exports: [DirectoryService] })
export class DirectoryModule {}
