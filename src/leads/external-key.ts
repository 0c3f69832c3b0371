import { caseless } from '../platform/values/text.js';

export interface ExternalKey {
  readonly source: string;
  readonly externalId: string;
  /** Part of the key, so that a test is never mistaken for the lead that it tries out. */
  readonly test: boolean;
}

/** Returns the key that the unique index compares, as one text. */
export function externalKey(lead: {
  readonly source: string;
  readonly externalId: string | null;
  readonly test?: boolean;
}): string {
  // No accepted text contains a NUL, so two different keys never come out the same.
  return `${caseless(lead.source)}\0${lead.externalId ?? ''}${lead.test === true ? '\0' : ''}`;
}
