import type { Row } from '../platform/table.js';
import type { HANDOFF_TIME } from './handoff.table.js';

/** Working time that was spent on a handoff, or on one promise about it. */
export type HandoffTime = Row<typeof HANDOFF_TIME>;
