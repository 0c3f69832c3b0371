import type { Import } from './import.js';

export type ImportSubject = Import['of'];

interface SubjectWords {
  /** What a person chooses. */
  readonly name: string;
  readonly one: string;
  readonly many: string;
  /** What each mode means; a subject with one mode is not asked for it. */
  readonly modes: Partial<Readonly<Record<Import['mode'], string>>>;
  /** What an undo does. */
  readonly undo: string;
  /** What becomes of what it has made, and what stays. */
  readonly undone: string;
  /** Why some of what it has made stays, after their number. */
  readonly kept: string;
  readonly isForAdmins?: true;
  /** The mode in which it begins; `live` by default. */
  readonly first?: Import['mode'];
  /** What is asked for its source; those without are not asked. */
  readonly source?: string;
}

/** What rows of files may be, in plain words. */
export const SUBJECTS: Readonly<Record<ImportSubject, SubjectWords>> = {
  leads: {
    name: 'Leads',
    one: 'lead',
    many: 'leads',
    modes: {
      live: 'New: all come in now. Each gets an owner and a promise, as if a form had sent it.',
      byAge: 'Both: rows of the last two working days come in now. Older ones, and those without a date, are history.',
      history:
        'Old: all are history. They come with their own dates, owners and endings; nobody is told, nothing is promised.',
    },
    undo: 'Undo: take back the leads that nobody has worked on',
    undone: 'Leads that nobody has worked on since are erased, with the deals and the accounts that only they had.',
    kept: 'on which somebody has worked since',
    source: 'Source of rows that name none (if empty: the name)',
  },
  suppressions: {
    name: 'People and companies who must not be contacted',
    one: 'suppression',
    many: 'suppressions',
    modes: {},
    undo: 'Undo: lift the suppressions that it has made',
    undone: 'Suppressions that are still in force are lifted: these people and companies can be contacted again.',
    kept: 'which were not in force any more',
  },
  reps: {
    name: 'Reps',
    one: 'rep',
    many: 'reps',
    modes: {},
    undo: 'Undo: delete the reps whom nothing names yet',
    undone: 'Reps whom nobody has changed and nothing names since are deleted.',
    kept: 'whom somebody has changed or others name by now',
    isForAdmins: true,
  },
  accounts: {
    name: 'Accounts',
    one: 'account',
    many: 'accounts',
    modes: {
      live: 'As they are now: other programs hear of each.',
      history: 'Brought along: nobody is told.',
    },
    undo: 'Undo: delete the accounts that nobody has worked on',
    undone: 'Accounts that nothing else names since, such as a deal or a handoff, are deleted.',
    kept: 'which others name by now',
  },
  touches: {
    name: 'Touches: calls, messages and meetings of before',
    one: 'touch',
    many: 'touches',
    modes: {},
    undo: 'Undo: void the touches',
    undone: 'Touches are voided.',
    kept: 'which were voided before',
    first: 'history',
    isForAdmins: true,
    source: 'Source of the leads, if rows name them by an id',
  },
  deals: {
    name: 'Deals: open ones, and those won and lost before',
    one: 'deal',
    many: 'deals',
    modes: {},
    undo: 'Undo: delete the deals that nobody has worked on',
    undone:
      'Deals that nobody has worked on and nothing names since are deleted, with the accounts that only they had.',
    kept: 'on which somebody has worked, or which others name by now',
    first: 'history',
    isForAdmins: true,
    source: 'Source of the leads, if rows name them by an id',
  },
  contracts: {
    name: 'Contracts, a line in each row',
    one: 'contract',
    many: 'contracts',
    modes: {
      live: 'As they are now: other programs hear of each.',
      history: 'Brought along: nobody is told.',
    },
    undo: 'Undo: withdraw the contracts that nobody has worked on',
    undone: 'Contracts that nobody has changed, invoiced or used since are withdrawn, with their renewals.',
    kept: 'which somebody has changed, invoiced or used since',
    source: 'System whose ids the contracts have',
  },
};

/** `1 new account`, `12 new accounts`; as many as `written` says */
export function newOnes(of: ImportSubject, count: number, written: string): string {
  const { one, many } = SUBJECTS[of];
  return `${written} new ${count === 1 ? one : many}`;
}

/** `2, which others name by now`: what an undo has left; as many as `written` says */
export function keptOf(of: ImportSubject, written: string): string {
  return `${written}, ${SUBJECTS[of].kept}`;
}
