import type { Schemas } from '../api/api.js';

type Handoff = Schemas['Handoff'];
type HandoffClock = Handoff['clocks'][number];

export const ASKED: Readonly<Record<HandoffClock['kind'], string>> = {
  handoffAcknowledge: 'Accept',
  handoffComplete: 'Process',
  handoffQuestion: 'Answer',
  handoffException: 'Complete the form',
  handoffClientTold: 'Tell the client',
  handoffBlocker: 'Resolve what blocks it',
  handoffDecision: 'Decide',
};

/** Returns the clocks that still oblige someone: running, paused, or missed and not made up for. By deadline. */
export function owedOf(clocks: readonly HandoffClock[]): readonly HandoffClock[] {
  return clocks
    .filter(
      ({ state, metAt }) => state === 'running' || state === 'paused' || (state === 'breached' && metAt === undefined),
    )
    .sort((a, b) => dueOf(a) - dueOf(b));
}

/** Returns the next such clock of a handoff: the viewer's own, else anyone's; null if there is none. */
export function nextClockOf({ state, clocks, receivers }: Handoff, own: string | null): HandoffClock | null {
  if (state !== 'draft' && state !== 'running') return null;
  const owed = owedOf([...clocks, ...receivers.flatMap((receiver) => receiver.clocks)]);
  return owed.find(({ repId }) => repId === own) ?? owed[0] ?? null;
}

const dueOf = ({ dueAt }: HandoffClock) => (dueAt == null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));
