import { type FormField, readForm } from '../../../src/forms/form.js';
import { type FilledValue, filledWith } from '../../../src/handoffs/page/filled.js';
import { type FormRemarks, formPageOf, opened } from '../../../src/handoffs/page/form-page.js';
import { HANDOFF_TEMPLATES, HandoffPages, type HandoffTemplates } from '../../../src/handoffs/page/handoff-pages.js';
import { givenBy, type PostedForm, readPosted, settled } from '../../../src/handoffs/page/posted.js';
import { readProgramFile } from '../../../src/platform/running/files.js';
import type { JsonRecord } from '../../../src/platform/sql/sql.js';
import { formsOf, type PageForm, sentBy } from '../../support/html-page.js';

export const ZONE = 'Europe/Berlin';
export const SAVE = { name: ':do', value: 'save' };

const templates = Object.fromEntries(
  HANDOFF_TEMPLATES.map((name) => [name, readProgramFile('templates', 'pages', `${name}.liquid`)]),
) as HandoffTemplates;
export const pages = new HandoffPages(templates);

/** A form on a page, and the outcome of filling it in. */
export class FillingIn {
  readonly form: FormField;
  private readonly filled: FilledValue;

  constructor(
    schema: JsonRecord,
    readonly values: JsonRecord,
    filled?: FilledValue,
  ) {
    this.form = readForm(schema);
    this.filled = filled ?? opened(this.form, filledWith(this.form, values, ZONE));
  }

  html(said: Partial<FormRemarks> = {}): string {
    return pages.form(formPageOf(this.form, this.filled, said), []);
  }

  get page(): PageForm {
    return formsOf(this.html())[0]!;
  }

  /** @param typed values of inputs by their names */
  post(typed: Record<string, string> = {}): PostedForm {
    return this.read(sentBy(this.page, SAVE, typed));
  }

  read(sent: URLSearchParams): PostedForm {
    const own = [...sent].filter(([name]) => !name.startsWith(':'));
    return readPosted(this.form, own, filledWith(this.form, this.values, ZONE));
  }

  given(posted: PostedForm) {
    const filled = settled(this.form, posted.filled, this.values, ZONE);
    return { filled, unknown: posted.unknown, ...givenBy(this.form, filled, this.values, ZONE) };
  }

  save(typed: Record<string, string> = {}) {
    return this.given(this.post(typed));
  }
}
