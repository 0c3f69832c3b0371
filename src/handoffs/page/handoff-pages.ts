import { Liquid } from 'liquidjs';
import type { Drawing } from '../map/drawing.js';
import type { HandoffMap } from '../map/kind-map.js';
import type { FormPage } from './form-page.js';
import type { ReadNode } from './reading.js';

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
] as const;
export type HandoffTemplates = Readonly<Record<string, string>>;

/** What a page sends along without asking for it. */
export interface Along {
  readonly name: string;
  readonly value: string;
}

/** What was asked for and not done. */
export interface ShownRefusal {
  readonly text: string;
  readonly details: readonly string[];
}

/** What a receiver can do. */
export interface ShownReceiving {
  readonly name: string;
  readonly canAccept: boolean;
  /** Null while there is nothing to tick. */
  readonly checks: readonly { readonly text: string; readonly link?: string; readonly done: boolean }[] | null;
  /** What can be named as missing; empty where it cannot be returned. */
  readonly missable: readonly { readonly pointer: string; readonly label: string; readonly isTicked: boolean }[];
  readonly note: string;
  /** Whether somebody is about to return it. */
  readonly isReturning: boolean;
}

/** What was asked, and what can be. */
export interface ShownQuestions {
  readonly asked: readonly {
    readonly number: number;
    readonly by: string;
    readonly of: string;
    readonly text: string;
    readonly answer: string | null;
    readonly isToAnswer: boolean;
    /** What was typed and not taken. */
    readonly typed: string;
  }[];
  readonly canAsk: boolean;
  readonly typed: string;
}

/** What the client may be told. */
export interface ShownClientWord {
  readonly text: string;
  /** In local words; null where no date is. */
  readonly by: string | null;
  /** What was typed and not taken. */
  readonly typed: string;
}

/** How work changes hands: the map with its numbers, and what they mean. */
export interface ShownWorkflows {
  /** What happens, and the names of what begins then. */
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
  /** What went another way most often, in sentences. */
  readonly reasons: readonly string[];
  readonly mermaid: string;
}

/** What a page of a handoff shows. */
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

/** Pages of handoffs: plain forms, that need no script. All that is put into them is escaped. */
export class HandoffPages {
  private readonly liquid;

  constructor(templates: HandoffTemplates) {
    // A field is a template of its own: it is read once, not for each field.
    this.liquid = new Liquid({ outputEscape: 'escape', templates, cache: true });
  }

  write(shown: ShownHandoff): string {
    return this.liquid.renderFileSync(PAGE, shown);
  }

  form(page: FormPage, hidden: readonly Along[]): string {
    return this.liquid.renderFileSync('handoff-form', { page, hidden });
  }

  /** What stands in a form, or two versions of it in one. */
  read(nodes: readonly ReadNode[]): string {
    return this.liquid.renderFileSync('handoff-read', { nodes });
  }

  map(map: HandoffMap, mermaid: string): string {
    return this.liquid.renderFileSync('handoff-map', { map, mermaid });
  }
}
