import { createHash } from 'node:crypto';
import { Liquid } from 'liquidjs';
import { FORM_CONTROLS } from '../products/form.js';
import { type Colours, DEFAULT_COLOURS, textOn } from './contrast.js';
import type { ShownField } from './hosted-form.js';
import type { HostedForm } from './hosted-form.schema.js';
import { FORM_WORDS } from './hosted-words.js';

/** A value that the page carries from its address to what is sent. */
export interface Carried {
  readonly name: string;
  readonly value: string;
}

/** A form as somebody sees it. */
export interface FilledForm {
  readonly fields: readonly ShownField[];
  readonly isConsented: boolean;
  readonly carried: readonly Carried[];
}

/** A page, and what a browser may do with it. */
export interface FormPage {
  readonly html: string;
  readonly policy: string;
}

/** Renders the pages that visitors see: plain forms, without scripts and in the colours of the company. */
export class FormPages {
  private readonly liquid = new Liquid({ outputEscape: 'escape' });
  private readonly parsed;

  /** @param template templates/pages/form.liquid */
  constructor(template: string) {
    this.parsed = this.liquid.parse(template);
  }

  /** @param next where the form may lead afterwards; null for a page that thanks */
  form(form: HostedForm, { fields, isConsented, carried }: FilledForm, next: string | null): FormPage {
    const words = FORM_WORDS[form.language];
    const focused = fields.find(({ error }) => error !== null)?.name ?? null;
    const { title = words.title, consentText = null, privacyUrl = null } = form;
    const shown = { title, words, fields, focused, hasErrors: focused !== null, consentText, isConsented, privacyUrl };
    return this.page(form, { ...shown, carried, controls: FORM_CONTROLS }, next);
  }

  /** @param form null for one without words of its own */
  thanks(form: HostedForm | null): FormPage {
    const words = FORM_WORDS[form?.language ?? 'en'];
    return this.page(form, { title: words.thanksTitle, words, text: form?.thanks ?? words.thanks }, null);
  }

  /** In place of a form that is gone. Nothing is known of it, so the page has no style, which its policy would forbid. */
  gone(): string {
    const shown = {
      language: 'en',
      title: 'There is no form here',
      text: 'Its address may have changed.',
      style: null,
    };
    return this.liquid.renderSync(this.parsed, shown);
  }

  private page(form: HostedForm | null, shown: object, next: string | null): FormPage {
    const style = styleOf(form?.colours ?? DEFAULT_COLOURS);
    const html = this.liquid.renderSync(this.parsed, { language: form?.language ?? 'en', style, ...shown });
    return { html, policy: policyOf(style, next) };
  }
}

/** Browsers also refuse to be led on to what is no action of a form (CSP 3, form-action). */
function policyOf(style: string, next: string | null): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const actions = next === null || !URL.canParse(next) ? "'self'" : `'self' ${new URL(next).origin}`;
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    'img-src data:',
    `form-action ${actions}`,
    "base-uri 'none'",
    // The console shows how a form looks.
    "frame-ancestors 'self'",
  ].join('; ');
}

function styleOf({ background, accent }: Colours): string {
  const text = textOn(background);
  return `:root{color-scheme:${text === '#ffffff' ? 'dark' : 'light'}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:${text};background:${background}}
main{max-width:34rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}
.said{white-space:pre-line}
label{display:block;font-weight:600}
label.tick{display:flex;gap:.6rem;font-weight:400;white-space:pre-line}
.aside{font-weight:400}
input:not([type=checkbox]),select,textarea{width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .7rem;font:inherit;color:${text};background:${background};border:1px solid ${text};border-radius:.3rem}
input[type=checkbox]{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:${accent}}
[aria-invalid]{border-width:3px!important}
.error{display:block;padding-left:.6rem;border-left:4px solid ${text};font-weight:600}
a{color:${accent}}
button{min-height:2.75rem;padding:.5rem 1.4rem;font:inherit;font-weight:600;color:${background};background:${accent};border:0;border-radius:.3rem;cursor:pointer}
:focus-visible{outline:3px solid ${accent};outline-offset:2px}`;
}
