import type { Schemas } from '../api/api.js';

type Handoff = Schemas['Handoff'];

export const STATES: Readonly<Record<Handoff['state'], string>> = {
  draft: 'Draft',
  running: 'Running',
  done: 'Done',
  cancelled: 'Called off',
};

export const RECEIVER_STATES: Readonly<Record<Schemas['Receiver']['state'], string>> = {
  waiting: 'To be accepted',
  accepted: 'Accepted',
  returned: 'Returned',
  done: 'Done',
};

/** Returns the title of a handoff. */
export function aboutOf({ deal, account, name }: Handoff): string {
  return deal?.name ?? account?.name ?? name;
}
