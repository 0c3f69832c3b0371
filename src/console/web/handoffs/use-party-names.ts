import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';

/** What those who have a part in a handoff are called; whoever looks is “you”. */
export function usePartyNames(you = 'You'): (repId: string | null) => string {
  const { repId: own } = useMe();
  const nameOf = useNames();
  return (repId) => (repId !== null && repId === own ? you : nameOf(repId));
}
