import { type Fault, fault } from '../platform/input/fault.js';
import type { OpenLeads } from './absence.table.js';

export interface RepChange {
  readonly repId: string;
  readonly wasActive: boolean;
  readonly isActive: boolean;
  /** What the request says happens to their open leads; undefined if it says nothing. */
  readonly openLeads: OpenLeads | undefined;
}

export interface OpenLoad {
  readonly open: number;
  readonly untouched: number;
}

/** A rep whose leads, or some of them, move to others. */
export interface Departure {
  readonly repId: string;
  readonly openLeads: Exclude<OpenLeads, 'keep'>;
}

export interface Consequences {
  /** Reps who become inactive with open leads although the request does not say what happens to these. */
  readonly refused: readonly { readonly repId: string; readonly load: OpenLoad }[];
  readonly left: readonly string[];
  readonly returned: readonly string[];
  /** Reps who become inactive now, or were inactive before and kept their leads until now. */
  readonly moving: readonly Departure[];
  /** Inactive reps with a new `openLeads`, which replaces an earlier one. */
  readonly stated: readonly string[];
}

const NO_LOAD: OpenLoad = { open: 0, untouched: 0 };

/** @param loads of reps with open leads */
export function consequencesOf(turns: readonly RepChange[], loads: ReadonlyMap<string, OpenLoad>): Consequences {
  const loadOf = ({ repId }: RepChange) => loads.get(repId) ?? NO_LOAD;
  const ids = (of: readonly RepChange[]) => of.map(({ repId }) => repId);
  return {
    refused: turns.filter((turn) => isUndecided(turn, loadOf(turn))).map((turn) => ({ ...turn, load: loadOf(turn) })),
    left: ids(turns.filter(({ wasActive, isActive }) => wasActive && !isActive)),
    returned: ids(turns.filter(({ wasActive, isActive }) => !wasActive && isActive)),
    stated: ids(turns.filter(({ isActive, openLeads }) => !isActive && openLeads !== undefined)),
    moving: turns
      .filter(({ isActive }) => !isActive)
      .flatMap((turn) => {
        const { repId, openLeads } = turn;
        return moves(openLeads) && countOf(openLeads, loadOf(turn)) > 0 ? [{ repId, openLeads }] : [];
      }),
  };
}

/** Reports whether a rep with open leads becomes inactive and the request does not say what happens to the leads. */
export function isUndecided({ wasActive, isActive, openLeads }: Omit<RepChange, 'repId'>, { open }: OpenLoad): boolean {
  return wasActive && !isActive && openLeads === undefined && open > 0;
}

/** Rejects `openLeads` for an active rep, where it would have no effect. */
export function faultsOfStaying(isActive: boolean, openLeads: OpenLeads | undefined): Fault[] {
  if (!isActive || openLeads === undefined) return [];
  const message =
    'It decides about the open leads of a rep who is set inactive: send it with "active": false, or leave it out.';
  return [fault('/openLeads', 'contradiction', message)];
}

export function undecidedText({ open, untouched }: OpenLoad): string {
  const leads = open === 1 ? '1 open lead' : `${open} open leads`;
  return `This rep has ${leads}, of which ${untouched} await${untouched === 1 ? 's' : ''} first touch: say in \`openLeads\` whether those untouched (\`reassignUntouched\`), all (\`reassignAll\`) or none (\`keep\`) go to others.`;
}

function moves(openLeads: OpenLeads | undefined): openLeads is Departure['openLeads'] {
  return openLeads !== undefined && openLeads !== 'keep';
}

function countOf(which: Departure['openLeads'], { open, untouched }: OpenLoad): number {
  return which === 'reassignAll' ? open : untouched;
}
