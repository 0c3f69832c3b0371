import { rehearse } from '../../../src/feedback/destinations/rehearsal.js';
import { textOf } from '../../../src/feedback/dispatch/outgoing.js';
import type { Way } from '../maya.js';
import { wrongsOf } from './counting.js';
import { History, HOUSE, type Step } from './history.js';

/** A lead whose preview is requested in the end. */
class RehearsedHistory extends History {
  rehearse(): string[] {
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `row ${String(ids).padStart(4, '0')}`;
    };
    const { lead, platform, deserving, abilities } = this;
    const { rows, outgoing } = rehearse(this.destination, HOUSE, { lead, events: this.events }, newId);
    for (const each of outgoing) platform.receive({ format: each.format, text: textOf(each) }, this.now, () => 'takes');
    const wrongs = wrongsOf({ deserving, abilities, platform, whose: '', isDenied: false, rows });
    return [...wrongs, ...platform.complaints];
  }
}

/** Deviations in the preview of a lead with this story; steps of jobs are ignored. */
export function rehearsed(way: Way, story: readonly Step[]): string[] {
  const history = new RehearsedHistory(way);
  for (const { do: verb, n } of story) history.liveOn(verb, n);
  return history.rehearse();
}
