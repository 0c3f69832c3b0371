import type { ShadowDecision } from './shadow.store.js';

/** Returns a shadow decision as the API shows it. @param because from its trace; null if it has none */
export function shadowView(
  { givenRepId, repId, poolId, rule, kind }: Pick<ShadowDecision, 'givenRepId' | 'repId' | 'poolId' | 'rule' | 'kind'>,
  because: string | null,
) {
  return { givenRepId, repId, poolId, rule, because: because ?? WITHOUT_TRACE[kind] };
}

/** For a lead that a rule closes, and for one whose person was erased with all that was compared. */
const WITHOUT_TRACE: Readonly<Record<ShadowDecision['kind'], string>> = {
  assigned: 'The reason is no longer known.',
  offered: 'It would have been offered to members of its pool.',
  queued: 'It would have waited.',
  closed: 'Its rule would have closed it as it came in.',
};
