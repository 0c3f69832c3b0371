import type { Schemas } from '../api/api.js';

type Handoff = Schemas['Handoff'];
type HandoffClock = Handoff['clocks'][number];

/** What each clock asks for. */
export const ASKED: Readonly<Record<HandoffClock['kind'], string>> = {
  handoffAcknowledge: 'Accept',
  handoffComplete: 'Process',
  handoffQuestion: 'Answer',
  handoffException: 'Complete the form',
  handoffClientTold: 'Tell the client',
  handoffBlocker: 'Resolve what blocks it',
  handoffDecision: 'Decide',
};

/** Whatever is owed now: it runs, or was missed and not made up for. The first deadline first. */
export function owedOf(clocks: readonly HandoffClock[]): readonly HandoffClock[] {
  return clocks
    .filter(
      ({ state, metAt }) => state === 'running' || state === 'paused' || (state === 'breached' && metAt === undefined),
    )
    .sort((a, b) => dueOf(a) - dueOf(b));
}

/** What is due next of a handoff: of whoever looks, else of whom it may be; null for nothing. */
export function nextClockOf({ state, clocks, receivers }: Handoff, own: string | null): HandoffClock | null {
  if (state !== 'draft' && state !== 'running') return null;
  const owed = owedOf([...clocks, ...receivers.flatMap((receiver) => receiver.clocks)]);
  return owed.find(({ repId }) => repId === own) ?? owed[0] ?? null;
}

const dueOf = ({ dueAt }: HandoffClock) => (dueAt == null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));
