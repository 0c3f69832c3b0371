import { MS_PER_SECOND } from '../platform/instant.js';
import type { Summary } from './verification.service.js';

/** What is said in the end. */
export function conclusionOf(summary: Summary, tookMs: number): string[] {
  const { subjects, events, slices, retired, differences } = summary;
  const seconds = counted(Math.round(tookMs / MS_PER_SECOND), 'second');
  return [
    `Compared ${counted(subjects, 'subject')} by ${counted(events, 'event')}, in ${counted(slices, 'slice')}, in ${seconds}.`,
    ...(retired === 0
      ? []
      : [`Of ${retired} the first events were removed from the ledger: what it told of them cannot be compared.`]),
    differences === 0 ? 'Nothing differs.' : `${counted(differences, 'difference')}, named above.`,
  ];
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
