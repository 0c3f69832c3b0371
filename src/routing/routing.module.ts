import { Module } from '@nestjs/common';
import { AssignmentStore } from './assignment.store.js';
import { BulkReassignmentStore } from './bulk-reassignment.store.js';
import { FairnessStore } from './fairness.store.js';
import { RosterStore } from './roster.store.js';
import { RulebookStore } from './rulebook.store.js';
import { ShadowStore } from './shadow.store.js';
import { SourceTallyStore } from './source-tally.store.js';

const OFFERED = [
  AssignmentStore,
  BulkReassignmentStore,
  FairnessStore,
  RosterStore,
  RulebookStore,
  ShadowStore,
  SourceTallyStore,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class RoutingModule {}
