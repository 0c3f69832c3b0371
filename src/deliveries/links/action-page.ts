import { Liquid } from 'liquidjs';
import type { Field } from './link-form.js';

/** Links to choose from, under a heading. */
interface Choice {
  readonly heading: string;
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** What a page shows. */
export interface Shown {
  readonly title: string;
  readonly texts: readonly string[];
  /** What is wrong, and no field is at fault for. */
  readonly faults?: readonly string[];
  readonly choices?: readonly Choice[];
  readonly form?: { readonly fields: readonly Field[]; readonly button: string; readonly isSerious: boolean };
}

/** Pages by which something is done: plain forms, that need no script. Their template is in templates/pages. */
export class ActionPages {
  private readonly liquid = new Liquid({ outputEscape: 'escape' });
  private readonly parsed;

  constructor(template: string) {
    this.parsed = this.liquid.parse(template);
  }

  write({ title, texts, faults = [], choices = [], form }: Shown): string {
    return this.liquid.renderSync(this.parsed, { title, texts, faults, choices, form: form ?? null });
  }
}
