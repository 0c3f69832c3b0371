import type { Fault } from '../platform/fault.js';
import type { OpenLeads } from './absence.table.js';

/** What a change says of one rep. */
export interface RepChange {
  readonly repId: string;
  readonly wasActive: boolean;
  readonly isActive: boolean;
  /** What the request says becomes of their open leads; undefined where it says nothing. */
  readonly openLeads: OpenLeads | undefined;
}

/** Leads that a rep has open, and how many of them await first touch. */
export interface OpenLoad {
  readonly open: number;
  readonly untouched: number;
}

/** Somebody some of whose leads go to others. */
export interface Departure {
  readonly repId: string;
  readonly openLeads: Exclude<OpenLeads, 'keep'>;
}

/** What follows from a change of reps beside the change itself. */
export interface Consequences {
  /** Those who have leads of which nothing is said. */
  readonly refused: readonly { readonly repId: string; readonly load: OpenLoad }[];
  readonly left: readonly string[];
  readonly returned: readonly string[];
  /** Of those who leave, and of those who had left and kept them until now. */
  readonly moving: readonly Departure[];
  /** Of whom something is said: what was said before of their leads holds no longer. */
  readonly said: readonly string[];
}

const NO_LOAD: OpenLoad = { open: 0, untouched: 0 };

/** @param loads of those who have open leads */
export function consequencesOf(turns: readonly RepChange[], loads: ReadonlyMap<string, OpenLoad>): Consequences {
  const loadOf = ({ repId }: RepChange) => loads.get(repId) ?? NO_LOAD;
  const ids = (of: readonly RepChange[]) => of.map(({ repId }) => repId);
  return {
    refused: turns.filter((turn) => isUnsaid(turn, loadOf(turn))).map((turn) => ({ ...turn, load: loadOf(turn) })),
    left: ids(turns.filter(({ wasActive, isActive }) => wasActive && !isActive)),
    returned: ids(turns.filter(({ wasActive, isActive }) => !wasActive && isActive)),
    said: ids(turns.filter(({ isActive, openLeads }) => !isActive && openLeads !== undefined)),
    moving: turns
      .filter(({ isActive }) => !isActive)
      .flatMap((turn) => {
        const { repId, openLeads } = turn;
        return moves(openLeads) && countOf(openLeads, loadOf(turn)) > 0 ? [{ repId, openLeads }] : [];
      }),
  };
}

/** Whether somebody would be set inactive who has leads, and nothing is said of these. */
export function isUnsaid({ wasActive, isActive, openLeads }: Omit<RepChange, 'repId'>, { open }: OpenLoad): boolean {
  return wasActive && !isActive && openLeads === undefined && open > 0;
}

/** Said of somebody who stays, it would do nothing. */
export function faultsOfStaying(isActive: boolean, openLeads: OpenLeads | undefined): Fault[] {
  if (!isActive || openLeads === undefined) return [];
  const message =
    'This says what becomes of the leads of somebody who is set inactive: send it with "active": false, or leave it out.';
  return [{ pointer: '/openLeads', code: 'contradiction', message }];
}

/** Says what is missing, with numbers. */
export function unsaidOf({ open, untouched }: OpenLoad): string {
  const leads = open === 1 ? '1 open lead' : `${open} open leads`;
  return `This rep has ${leads}, of which ${untouched} await${untouched === 1 ? 's' : ''} first touch: say what becomes of them by "openLeads", which is "reassignUntouched", "reassignAll" or "keep".`;
}

function moves(openLeads: OpenLeads | undefined): openLeads is Departure['openLeads'] {
  return openLeads !== undefined && openLeads !== 'keep';
}

function countOf(asked: Departure['openLeads'], { open, untouched }: OpenLoad): number {
  return asked === 'reassignAll' ? open : untouched;
}
