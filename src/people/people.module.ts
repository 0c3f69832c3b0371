import { Module } from '@nestjs/common';
import { AbsenceStore } from './absence.store.js';
import { RepStore } from './rep.store.js';

const OFFERED = [AbsenceStore, RepStore];

/** The tables of reps and absences. */
@Module({ providers: OFFERED, exports: OFFERED })
export class PeopleModule {}
