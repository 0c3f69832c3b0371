import { Injectable } from '@nestjs/common';
import { insertSet } from '../platform/row-sets.js';
import type { HandoffTime } from './handoff.js';
import { HANDOFF_TIME } from './handoff.table.js';

const TIME = HANDOFF_TIME.columns();

/** Stores working time, which is counted once, at the end. */
@Injectable()
export class HandoffTimeStore {
  readonly insertMany = insertSet<HandoffTime>('handoff_time', TIME, 'handoff-time-insert');
}
