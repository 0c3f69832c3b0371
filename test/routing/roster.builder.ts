import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import type { OpenHours, PoolMember, Roster, RosterPool, RosterRep } from '../../src/routing/deciding/roster.js';

export const HOUR = 3_600_000;
/** A Monday, 10:00 in UTC. */
export const NOW = Date.UTC(2026, 0, 5, 10);

export const ALWAYS: OpenHours = { isOpenAt: () => true, nextOpening: (at) => at, closes: () => null };
export const NEVER: OpenHours = { isOpenAt: () => false, nextOpening: () => null, closes: () => null };

export function opensAt(opening: number): OpenHours {
  return { isOpenAt: (at) => at >= opening, nextOpening: (at) => Math.max(at, opening), closes: () => null };
}

export function closesAt(closing: number): OpenHours {
  return {
    isOpenAt: (at) => at < closing,
    nextOpening: (at) => (at < closing ? at : null),
    closes: (at) => (at < closing ? closing : null),
  };
}

export function rosterRep(id: string, facts: Partial<RosterRep> = {}): RosterRep {
  return {
    id,
    active: true,
    available: true,
    absent: null,
    skills: {},
    capacity: {},
    load: { open: 0, untouched: 0, today: 0, thisWeek: 0 },
    hours: ALWAYS,
    ...facts,
  };
}

export function rosterMember(repId: string, facts: Partial<PoolMember> = {}): PoolMember {
  return { repId, weight: 1, credit: 0, lastAssignedAt: null, hours: ALWAYS, ...facts };
}

export function rosterPool(id: string, members: readonly PoolMember[], facts: Partial<RosterPool> = {}): RosterPool {
  return {
    id,
    name: id.toUpperCase(),
    strategy: 'roundRobin',
    load: null,
    offHours: 'share',
    fallbackPoolId: null,
    afterRound: 'queue',
    joining: [],
    members,
    ...facts,
  };
}

export function aRoster(facts: {
  reps: readonly RosterRep[];
  pools?: readonly RosterPool[];
  fallbackPoolId?: string;
}): Roster {
  return {
    at: NOW,
    reps: new Map(facts.reps.map((rep) => [rep.id, rep])),
    pools: new Map((facts.pools ?? []).map((pool) => [pool.id, pool])),
    fallbackPoolId: facts.fallbackPoolId ?? null,
  };
}

export function aRequest(facts: Partial<RoutingRequest> = {}): RoutingRequest {
  return {
    leadId: 'lead',
    kind: 'route',
    target: { poolId: 'pool' },
    rule: 'any',
    earlierOwners: [],
    ...facts,
  };
}

export function leadFacts(facts: Partial<LeadFacts> = {}): LeadFacts {
  return { source: 'google-ads', test: false, receivedAt: NOW, ...facts };
}
