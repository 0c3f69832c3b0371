import type { Row } from '../../platform/table.js';
import type { HANDOFF_BLOCKER } from './blocker.table.js';

/** Of one handoff, with those that are resolved. */
export const BLOCKERS_MAX = 100;

/** What holds a handoff up: somebody sees to it by a date. */
export type Blocker = Row<typeof HANDOFF_BLOCKER>;
