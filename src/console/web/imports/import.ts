import type { Schemas } from '../api/api.js';

export type Import = Schemas['Import'];

export const STATES: Readonly<Record<Import['state'], string>> = {
  uploading: 'Waits for its file',
  mapping: 'Not started',
  rehearsed: 'Not started',
  running: 'Running',
  done: 'Done',
  cancelled: 'Cancelled',
  undone: 'Undone',
  failed: 'Failed',
};

/** The states that only last until somebody, or the program, goes on. */
const GOING_ON: readonly Import['state'][] = ['uploading', 'mapping', 'rehearsed', 'running'];

export function isOver({ state }: Pick<Import, 'state'>): boolean {
  return !GOING_ON.includes(state);
}

export function stateOf({ state, rehearsing, undoing }: Pick<Import, 'state' | 'rehearsing' | 'undoing'>): string {
  if (undoing) return 'Being undone';
  return rehearsing ? 'Being tried' : STATES[state];
}

/** `12,345` */
export function written(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `1 row`, `12,345 rows` */
export function rowsOf(count: number): string {
  return `${written(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** `1 row says what was there already` */
export function saidBefore(count: number): string {
  return `${rowsOf(count)} ${count === 1 ? 'says' : 'say'} what was there already`;
}
