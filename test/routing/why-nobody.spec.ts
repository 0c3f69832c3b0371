import { expect, it } from '@jest/globals';
import type { ExcludedBy } from '../../src/routing/deciding/eligibility.js';
import type { RoutingDecision } from '../../src/routing/deciding/outcome.js';
import type { RoutingTrace } from '../../src/routing/deciding/trace.js';
import { whyNobody } from '../../src/routing/queues/next-chance.js';

const queued = { kind: 'queued', why: 'nobodyEligible' } as RoutingDecision;
const said = (kept: readonly (readonly [poolId: string | undefined, reason: ExcludedBy])[], decision = queued) =>
  whyNobody(
    decision,
    {
      candidates: kept.map(([poolId, excludedBy], index) => ({
        repId: `rep ${index}`,
        eligible: false,
        ...(poolId !== undefined && { poolId }),
        excludedBy,
      })) as RoutingTrace['candidates'],
    },
    (id) => id.toUpperCase(),
  );

it.each<[string, Parameters<typeof said>[0]]>([
  ['There is nobody who could take it.', []],
  ['Nobody in NORTH can take it now: 1 is at capacity.', [['north', 'capacity']]],
  [
    'Nobody in NORTH or SOUTH can take it now: 2 are not at work and 1 is away.',
    [
      ['north', 'absent'],
      ['north', 'offHours'],
      ['south', 'offHours'],
    ],
  ],
  ['Nobody can take it now: 1 is inactive.', [[undefined, 'inactive']]],
])('%s', (sentence, kept) => {
  expect(said(kept)).toBe(sentence);
});

it('the reason says that no pool can take the lead, or that it can be assigned now', () => {
  expect(said([], { kind: 'queued', why: 'noPool' } as RoutingDecision)).toBe(
    'No rule matches it, and there is no fallback pool.',
  );
  expect(said([], { kind: 'assigned' } as RoutingDecision)).toBe(
    'A rep can take it now: it will be assigned in a moment.',
  );
});
