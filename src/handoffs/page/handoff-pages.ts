import { Liquid } from 'liquidjs';
import type { FormField } from '../../forms/form.js';
import { labelOf } from '../../forms/view.js';
import type { PageMessage } from '../../platform/http/private-page.js';
import { step } from '../../platform/input/fault.js';
import { type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import type { HandoffObstacle } from '../form/missing.js';
import type { Drawing } from '../map/drawing.js';
import type { HandoffMap } from '../map/kind-map.js';
import type { ReceiverState } from '../receivers/receiver.js';
import { type FilledList, type FilledValue, filledWith, isSame } from './filled.js';
import type { FormPage } from './form-page.js';
import { type ReadNode, readableOf } from './reading.js';

export const FORGED: PageMessage = {
  status: 404,
  title: 'This is no link of ours',
  text: 'It may have been cut off or changed on its way: open it as it was sent to you. Nothing was changed.',
};
export const TOO_OLD: PageMessage = {
  status: 410,
  title: 'This link is too old',
  text: 'A link works for fourteen days. Ask the person who sent it for a new one. Nothing was changed.',
};
export const GONE: PageMessage = {
  status: 410,
  title: 'This handoff is gone',
  text: 'It is no longer kept. Nothing was changed.',
};
export const OVER: PageMessage = {
  status: 410,
  title: 'This handoff is over',
  text: 'There is nothing left to do by this link. Nothing was changed.',
};
export const MAKER_LEFT: PageMessage = {
  status: 403,
  title: 'This link is not in use any more',
  text: 'The person who made this link may no longer do this themselves. Nothing was changed.',
};

/** Sentences on the state of a receiver. @param by the name of the giver */
export const STANDING: Readonly<Record<ReceiverState, (receiver: string, by: string) => string>> = {
  waiting: (receiver, by) => `It waits for ${receiver} to accept it. ${by} answers for it until then.`,
  accepted: (receiver) => `${receiver} has accepted it. It is done once the checklist is ticked and that is confirmed.`,
  returned: (receiver, by) => `${receiver} has returned it. ${by} has to complete what is missing.`,
  done: (receiver) => `${receiver} has processed it. There is nothing left to do.`,
};

/** Returns a sentence on the stages, and on the one that is reached; empty without stages. */
export function stageWords(stages: readonly { readonly name: string; readonly reachedAt: number | null }[]): string[] {
  if (stages.length === 0) return [];
  const names = new Intl.ListFormat('en').format(stages.map(({ name }) => `“${name}”`));
  const reached = stages.findLast(({ reachedAt }) => reachedAt !== null);
  return [`It goes through ${names}${reached === undefined ? '' : `, and has come to “${reached.name}”`}.`];
}

export function savedWords(missing: number): string {
  if (missing === 0) return 'It is saved. Nothing is missing any more.';
  return `It is saved. ${missing === 1 ? 'One thing is' : `${missing} things are`} still missing.`;
}

const PAGE = 'handoff-page';
/** The templates of the pages, by their names in templates/pages. */
export const HANDOFF_TEMPLATES = [
  ...[
    PAGE,
    'handoff-client-word',
    'handoff-field',
    'handoff-form',
    'handoff-map',
    'handoff-questions',
    'handoff-read',
    'handoff-receiving',
  ],
  'handoff-workflows',
  'handoff-wrong',
] as const;
export type HandoffTemplates = Readonly<Record<string, string>>;

/** A hidden input of a page. */
interface Along {
  readonly name: string;
  readonly value: string;
}

interface ShownRefusal {
  readonly text: string;
  readonly details: readonly string[];
}

interface ShownReceiving {
  readonly name: string;
  readonly canAccept: boolean;
  /** Null while there is nothing to tick. */
  readonly checks: readonly { readonly text: string; readonly link?: string; readonly done: boolean }[] | null;
  /** What can be named as missing; empty if it cannot be returned. */
  readonly missable: readonly { readonly pointer: string; readonly label: string; readonly isTicked: boolean }[];
  readonly note: string;
  readonly isReturning: boolean;
}

export interface ShownQuestions {
  readonly asked: readonly {
    readonly number: number;
    readonly by: string;
    readonly of: string;
    /** Whether Touchline itself asked it. */
    readonly isAutomatic: boolean;
    readonly text: string;
    readonly answer: string | null;
    /** Whether Touchline answered it by itself. */
    readonly hasSettledItself: boolean;
    readonly isToAnswer: boolean;
    /** Text that was posted and rejected. */
    readonly typed: string;
  }[];
  readonly canAsk: boolean;
  readonly typed: string;
}

export interface ShownClientWord {
  readonly text: string;
  /** The deadline in local words; null if there is none. */
  readonly by: string | null;
  /** Text that was posted and rejected. */
  readonly typed: string;
}

/** How work changes hands: the map with its numbers, and what they mean. */
export interface ShownWorkflows {
  /** What happens, and the names of the kinds that begin then. */
  readonly follows: readonly { readonly words: string; readonly names: readonly string[] }[];
  readonly worst: string | null;
  readonly workflows: readonly {
    readonly name: string;
    readonly drawing: Drawing;
    readonly arrows: readonly {
      readonly between: string;
      readonly words: readonly string[];
      readonly isWorst: boolean;
      readonly why: string | null;
    }[];
    readonly mermaid: string;
  }[];
  readonly answers: readonly { readonly question: string; readonly text: string }[];
  /** The most frequent exceptions and blockers, in sentences. */
  readonly reasons: readonly string[];
  readonly mermaid: string;
}

export interface ShownHandoff {
  readonly title: string;
  readonly texts: readonly string[];
  /** What was done. */
  readonly notice?: string;
  readonly refusal?: ShownRefusal;
  readonly form?: { readonly page: FormPage; readonly hidden: readonly Along[] };
  readonly receiving?: ShownReceiving;
  readonly questions?: ShownQuestions;
  readonly clientWord?: ShownClientWord;
  readonly read?: { readonly heading: string; readonly texts: readonly string[]; readonly nodes: readonly ReadNode[] };
  readonly workflows?: ShownWorkflows;
  readonly drawn?: { readonly map: HandoffMap; readonly mermaid: string };
}

/** Writes pages of handoffs: plain forms that need no script. Everything that is inserted is escaped. */
export class HandoffPages {
  private readonly liquid;

  constructor(templates: HandoffTemplates) {
    // Cached, as a field has a template of its own that would otherwise be read for each field.
    this.liquid = new Liquid({ outputEscape: 'escape', templates, cache: true });
  }

  write(shown: ShownHandoff): string {
    return this.liquid.renderFileSync(PAGE, shown);
  }

  /** Returns the HTML of the errors, which come at the top of a page, and of the form. */
  form(page: FormPage, hidden: readonly Along[]): string {
    return ['handoff-wrong', 'handoff-form'].map((each) => this.liquid.renderFileSync(each, { page, hidden })).join('');
  }

  /** Returns the HTML of a form to be read, or of two versions in one. */
  read(nodes: readonly ReadNode[]): string {
    return this.liquid.renderFileSync('handoff-read', { nodes });
  }

  map(map: HandoffMap, mermaid: string): string {
    return this.liquid.renderFileSync('handoff-map', { map, mermaid });
  }
}

/** A form that somebody else has saved while it was filled in. */
interface OvertakenForm {
  readonly form: FormField;
  /** What was typed, on a page made from `base`. */
  readonly filled: FilledValue;
  readonly base: JsonRecord;
  /** The form as it is stored now. */
  readonly current: JsonRecord;
  readonly zone: string;
}

/**
 * Merges both into one page: what was typed stays, what was not touched becomes what is stored now, and each difference
 * is reported.
 */
export function broughtUpToDate({ form, filled, base, current, zone }: OvertakenForm): {
  readonly filled: FilledValue;
  readonly meanwhile: readonly HandoffObstacle[];
} {
  const meanwhile: HandoffObstacle[] = [];
  const place = { field: form, filled, base, current, pointer: '', labels: [] };
  return { filled: upToDate(place, zone, meanwhile), meanwhile };
}

interface Place {
  readonly field: FormField;
  readonly filled: FilledValue;
  readonly base: unknown;
  readonly current: unknown;
  readonly pointer: string;
  readonly labels: readonly string[];
}

function upToDate(place: Place, zone: string, meanwhile: HandoffObstacle[]): FilledValue {
  const { field, filled, base, current, pointer, labels } = place;
  const [before, now] = [filledWith(field, base, zone), filledWith(field, current, zone)];
  if (isSame(before, now) || isSame(filled, now)) return filled;
  if (filled.kind === 'group') {
    const fields = field.fields.map((each) => {
      const inner = { field: each, filled: filled.fields[each.name]!, pointer: pointer + step(each.name) };
      const values = { base: ownOf(base, each.name), current: ownOf(current, each.name) };
      return [
        each.name,
        upToDate({ ...inner, ...values, labels: [...labels, labelOf(each)] }, zone, meanwhile),
      ] as const;
    });
    return { kind: 'group', fields: Object.fromEntries(fields) };
  }
  const [name, saved] = [labels.join(' › '), readableOf(field, current, zone)];
  const isMine = !isSame(filled, before);
  const text = isMine
    ? `${name}: another person has saved “${saved}” meanwhile. Your own entry is below.`
    : `${name}: it says “${saved}” now.`;
  meanwhile.push({ pointer, text });
  if (!isMine) return now;
  return filled.kind === 'list' && now.kind === 'list' ? renumbered(filled, now) : filled;
}

/** Gives typed entries new ids, so that they are not mistaken for those that are stored now. */
function renumbered({ entries, isNone }: FilledList, { next }: FilledList): FilledList {
  const own = entries.map(({ filled }, index) => ({ id: next + index, filled }));
  return { kind: 'list', entries: own, next: next + own.length, isNone };
}
