import { caseless } from '../platform/text.js';

/** What identifies a lead in the system it came from. */
export interface ExternalKey {
  readonly source: string;
  readonly externalId: string;
  /** A test is never taken for the lead that it tries out. */
  readonly test: boolean;
}

/** One text for what the unique index compares. */
export function externalKey(lead: {
  readonly source: string;
  readonly externalId: string | null;
  readonly test?: boolean;
}): string {
  // No text that is taken holds a NUL: nothing else can come out as the same.
  return `${caseless(lead.source)}\0${lead.externalId ?? ''}${lead.test === true ? '\0' : ''}`;
}
