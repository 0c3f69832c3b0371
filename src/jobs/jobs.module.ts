import { Module } from '@nestjs/common';
import { JobStore } from './job.store.js';

/** The table of long work that is asked for over HTTP. */
@Module({ providers: [JobStore], exports: [JobStore] })
export class JobsModule {}
