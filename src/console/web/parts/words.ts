import type { Schemas } from '../api/api.js';

export const CLOCK_STATES: Readonly<Record<Schemas['Clock']['state'], string>> = {
  running: 'running',
  met: 'kept',
  breached: 'missed',
  cancelled: 'ended',
  paused: 'paused',
};

/** `1 lead`, `3 leads`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `earlierOwner`, `earlier_owner` → `earlier owner`, `notAFit` → `not a fit` */
export function spelledOut(name: string): string {
  return name
    .replaceAll(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|_/g, '$1$2 ')
    .toLowerCase()
    .trim();
}

/** `decisionMaker` → `Decision maker` */
export function titled(name: string): string {
  const words = spelledOut(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Ids in other systems: `hubspot 77, erp 4711`. */
export const knownAs = (refs: Readonly<Record<string, string>>): string =>
  Object.entries(refs)
    .map(([system, ref]) => `${system} ${ref}`)
    .join(', ');
