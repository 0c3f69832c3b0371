import { inLocalTime } from './times.js';
import { spelledOut } from './words.js';

interface Excluded {
  readonly excludedBy?: string;
  readonly detail?: string;
}

/** Says why a rep could not get a lead: `absent, until Tue 3 Mar, 14:05`. */
export function whyNot({ excludedBy = 'notEligible', detail }: Excluded, timeZone: string): string {
  const reason = spelledOut(excludedBy);
  return detail === undefined ? reason : `${reason}, ${inLocalTime(detail, timeZone)}`;
}
