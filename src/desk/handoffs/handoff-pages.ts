import { Liquid } from 'liquidjs';
import type { HandoffMap } from '../../handoffs/map.js';
import type { FormPage } from '../../handoffs/page/form-page.js';
import type { ReadNode } from '../../handoffs/page/reading.js';

/** The templates of the pages, by their names in templates/pages. */
export const HANDOFF_TEMPLATES = ['handoff-field', 'handoff-form', 'handoff-map', 'handoff-read'] as const;
export type HandoffTemplates = Readonly<Record<(typeof HANDOFF_TEMPLATES)[number], string>>;

/** What a page sends along without asking for it. */
export interface Along {
  readonly name: string;
  readonly value: string;
}

/** Pages of handoffs: plain forms, that need no script. All that is put into them is escaped. */
export class HandoffPages {
  private readonly liquid;

  constructor(templates: HandoffTemplates) {
    this.liquid = new Liquid({ outputEscape: 'escape', templates });
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
