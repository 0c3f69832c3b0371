import type { Instant } from '../../platform/instant.js';
import type { Outgoing } from './outgoing.js';

/** What is wrong with a body; `index` is that of the delivery, null where it is the body as a whole. */
export interface Complaint {
  readonly index: number | null;
  readonly message: string;
}

/** What must hold of a body before it leaves. It is asked of what the formatter made, as if somebody else had made it. */
export interface BodyRule<Settings extends object = object> {
  readonly id: string;
  readonly words: string;
  complaints(outgoing: Outgoing, settings: Settings, now: Instant): readonly Complaint[];
}

/** A complaint for each entry that is not as it should be. */
export function eachOf<Entry>(
  entries: readonly Entry[],
  isRight: (entry: Entry, index: number) => boolean,
  message: string,
): Complaint[] {
  return entries.flatMap((entry, index) => (isRight(entry, index) ? [] : [{ index, message }]));
}

/** A complaint about the whole where something is not so. */
export function whole(isRight: boolean, message: string): Complaint[] {
  return isRight ? [] : [{ index: null, message }];
}
