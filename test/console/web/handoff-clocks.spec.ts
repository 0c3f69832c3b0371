import { expect, it } from '@jest/globals';
import { nextClockOf } from '../../../src/console/web/handoffs/clocks.js';

type Handoff = Parameters<typeof nextClockOf>[0];
type Clock = Handoff['clocks'][number];

const clock = (kind: Clock['kind'], repId: string, dueAt: string) =>
  ({ kind, repId, dueAt, state: 'running' }) as Clock;
const handoff = {
  state: 'running',
  clocks: [clock('handoffClientTold', 'giver', '2026-03-02T10:00:00Z')],
  receivers: [{ clocks: [clock('handoffAcknowledge', 'receiver', '2026-03-02T13:00:00Z')] }],
} as unknown as Handoff;

it('returns the next clock of the viewer, or else the first due', () => {
  expect(nextClockOf(handoff, 'receiver')).toMatchObject({ kind: 'handoffAcknowledge' });
  expect(nextClockOf(handoff, 'giver')).toMatchObject({ kind: 'handoffClientTold' });
  expect(nextClockOf(handoff, null)).toMatchObject({ kind: 'handoffClientTold', repId: 'giver' });
  expect(nextClockOf({ ...handoff, state: 'done' }, 'receiver')).toBeNull();
});
