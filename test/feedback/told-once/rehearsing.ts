import { rehearse } from '../../../src/feedback/destinations/rehearsal.js';
import { textOf } from '../../../src/feedback/dispatch/outgoing.js';
import type { Way } from '../maya.js';
import { wrongsOf } from './counting.js';
import { History, HOUSE, type Step } from './history.js';

/** A lead of which somebody asks in the end what would have been told. */
class Asked extends History {
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

/** What is wrong with the preview of a lead that lived so; steps of jobs are no part of it. */
export function rehearsed(way: Way, story: readonly Step[]): string[] {
  const asked = new Asked(way);
  for (const { do: verb, n } of story) asked.liveOn(verb, n);
  return asked.rehearse();
}
