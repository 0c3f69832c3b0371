import { Module } from '@nestjs/common';
import { ErasingStore } from './erasing.store.js';
import { ErasureStore } from './erasure.store.js';
import { SubjectAccessStore } from './subject-access.store.js';

const OFFERED = [ErasingStore, ErasureStore, SubjectAccessStore];

/** What is kept of persons: where, how it is erased, and how they are told of it. */
@Module({ providers: OFFERED, exports: OFFERED })
export class ErasureModule {}
