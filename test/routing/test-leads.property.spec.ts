import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingDecision } from '../../src/routing/deciding/outcome.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import type { TraceSnapshot } from '../../src/routing/deciding/trace.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { arbitraryRoster, POOLS } from './roster.arbitrary.js';
import { aRequest } from './roster.builder.js';

const poolId = fc.constantFrom(...POOLS);
const inEarnest = poolId.map((id): RoutingRequest => aRequest({ target: { poolId: id } }));
const test = fc
  .option(poolId, { nil: null })
  .map((id): RoutingRequest => aRequest({ target: id === null ? null : { poolId: id }, isTest: true }));
const mixed = fc.array(fc.oneof(inEarnest, test), { maxLength: 40, size: 'max' });

const shown = ({ trace, leadId: _, ...decided }: RoutingDecision, snapshot: TraceSnapshot) => ({
  ...decided,
  trace: renderTrace(snapshot, trace),
});

it('test leads between other leads change no turn, standing or trace', () => {
  let interleaved = 0;
  fc.assert(
    fc.property(arbitraryRoster, mixed, (roster, requests) => {
      const together = decide(requests, roster);
      const alone = decide(
        requests.filter(({ isTest }) => !isTest),
        roster,
      );
      const others = together.decisions.filter((_, index) => !requests[index]!.isTest);
      expect(others.map((each) => shown(each, together.snapshot))).toEqual(
        alone.decisions.map((each) => shown(each, alone.snapshot)),
      );
      expect(together.memberChanges).toEqual(alone.memberChanges);
      interleaved += together.decisions.filter(
        ({ kind }, index) => kind === 'assigned' && requests[index]!.isTest,
      ).length;
    }),
  );
  expect(interleaved).toBeGreaterThan(0);
});

it('a test lead goes to its own pool or waits, without fallbacks or capacities', () => {
  fc.assert(
    fc.property(arbitraryRoster, test, (roster, request) => {
      const { decisions, snapshot } = decide([request], roster);
      const [decision] = decisions;
      const asked = request.target === null ? null : (request.target as { poolId: string }).poolId;
      expect(decision!.poolId).toBe(asked);
      if (asked === null) expect(decision).toMatchObject({ kind: 'queued', why: 'noTestPool' });
      for (const { poolId: where, excludedBy } of renderTrace(snapshot, decision!.trace).candidates) {
        expect(where).toBe(asked);
        expect(excludedBy).not.toBe('capacity');
      }
    }),
  );
});
