import type { ShadowDecision } from './shadow.store.js';

/** What the rules would have done with a lead, as it is shown. @param because of its trace; null where it has none */
export function shadowView(
  { givenRepId, repId, poolId, rule, kind }: Pick<ShadowDecision, 'givenRepId' | 'repId' | 'poolId' | 'rule' | 'kind'>,
  because: string | null,
) {
  return { givenRepId, repId, poolId, rule, because: because ?? WITHOUT_TRACE[kind] };
}

/** Of a lead that a rule closes, and of one whose person was erased with all that was compared. */
const WITHOUT_TRACE: Readonly<Record<ShadowDecision['kind'], string>> = {
  assigned: 'Why is not known any more.',
  offered: 'It would have been offered to members of its pool.',
  queued: 'It would have waited.',
  closed: 'Its rule would have closed it as it came in.',
};
