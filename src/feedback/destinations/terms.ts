import type { Instant } from '../../platform/values/duration.js';
import type { Destination } from './destination.js';

/** What a version of a destination had sent, and since when it was in force. */
export interface FormerTerms extends Pick<Destination, 'mode' | 'sources' | 'rules'> {
  readonly at: Instant;
}

/**
 * Returns the versions that may have been in force at an instant: two in the instant of a change. Before the first,
 * that one counts: a destination may begin with what happened before it was made.
 * @param versions all versions, oldest first
 */
export function termsAt(versions: readonly FormerTerms[], at: Instant): readonly FormerTerms[] {
  const inForce = versions.filter((version, index) => version.at <= at && (versions[index + 1]?.at ?? at) >= at);
  return inForce.length > 0 ? inForce : versions.slice(0, 1);
}
