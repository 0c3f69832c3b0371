import { inLocalTime } from './times.js';
import { spelledOut } from './words.js';

interface Excluded {
  readonly excludedBy?: string;
  readonly detail?: string;
}

/** What keeps reps from getting a lead, if the code of the API does not say it in plain words. */
const WORDS: Readonly<Record<string, string>> = {
  inactive: 'no longer active',
  unavailable: 'not available',
  offHours: 'outside working hours',
  capacity: 'at capacity',
  skill: 'without a required skill',
  earlierOwner: 'had the lead before',
  declined: 'gave the lead back',
  protected: 'account reserved for others',
};

export const excludedWords = (excludedBy: string): string => WORDS[excludedBy] ?? spelledOut(excludedBy);

/** Says why a rep could not get a lead: `absent, until Tue 3 Mar, 14:05`. */
export function whyNot({ excludedBy = 'notEligible', detail }: Excluded, timeZone: string): string {
  const reason = excludedWords(excludedBy);
  return detail === undefined ? reason : `${reason}, ${inLocalTime(detail, timeZone)}`;
}
