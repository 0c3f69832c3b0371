import { elapsedMs, type Instant, parseDuration } from '../platform/duration.js';
import { parseInstant } from '../platform/formats.js';
import type { Category } from './disposition.js';

/** A nurtured lead returns at `wakeAt`, a recycled one after its duration, others never. */
export function returnsAt(category: Category, fields: Readonly<Record<string, string>>, now: Instant): Instant | null {
  if (category === 'nurture') return fields.wakeAt === undefined ? null : parseInstant(fields.wakeAt);
  if (category !== 'recycle') return null;
  const after = parseDuration(fields.recycleAfter!);
  return 'code' in after ? null : now + elapsedMs(after);
}
