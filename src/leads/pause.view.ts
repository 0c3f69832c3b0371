import type { Pause } from '../clocks/pause.js';
import { isoOrNull, toIso } from '../platform/instant.js';

export function pauseView({ id, kind, cycle, fromAt, untilAt, reason, madeBy }: Pause) {
  return { id, kind, cycle, from: toIso(fromAt), until: isoOrNull(untilAt), reason, by: madeBy };
}
