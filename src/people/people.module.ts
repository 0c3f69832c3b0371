import { Module } from '@nestjs/common';
import { AbsenceStore } from './absence.store.js';
import { OffboardingStore } from './offboarding.store.js';
import { RepStore } from './rep.store.js';

const OFFERED = [AbsenceStore, OffboardingStore, RepStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class PeopleModule {}
