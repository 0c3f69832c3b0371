import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';

/** Returns the names of people in a handoff; the viewer is `you`. */
export function usePartyNames(you = 'You'): (repId: string | null) => string {
  const { repId: own } = useMe();
  const nameOf = useNames();
  return (repId) => (repId !== null && repId === own ? you : nameOf(repId));
}
