import { Injectable } from '@nestjs/common';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { PrivatePage } from '../../platform/http/private-page.js';
import { readBody } from '../../platform/input/checked.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { readProgramFile } from '../../platform/running/files.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { InDoor } from '../arrivals/in-door.service.js';
import { readPayload } from '../arrivals/payload.js';
import type { SentRequest } from '../arrivals/proofs.js';
import type { GuardedInbound } from '../connections/inbound.store.js';
import { FORM_CONTROLS } from '../products/form.js';
import { recordOf } from '../products/product.js';
import { carriedFrom } from './carried.js';
import { type FormPage, FormPages } from './form-pages.js';
import { errorsOf, shownFields } from './hosted-form.js';
import { type HostedForm, HostedFormSchema } from './hosted-form.schema.js';

/** The form of a connection that has none of its own. */
const PLAIN = readBody<HostedForm>(HostedFormSchema, {}).body;
const NO_ERRORS: ReadonlyMap<string, string> = new Map();

/** A visitor of a form: the parameters of its address, and the page that led there. */
export interface Visit {
  readonly query: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly referrer: string | undefined;
}

/** What a visitor gets: a page, or the address of the next. */
export type Shown = (FormPage & { readonly status: number }) | { readonly next: string };

/** Shows the form of a connection at an address of its own, and takes what is filled in. It needs no script. */
@Injectable()
export class HostedForms implements Door {
  readonly pages = new FormPages(readProgramFile('templates', 'pages', 'form.liquid'));

  constructor(
    private readonly door: InDoor,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async admit(head: RequestHead): Promise<string | PrivatePage> {
    try {
      const guest = await this.door.admit(head);
      if (this.door.connectionOf(head).kind === 'form') return guest;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    return { status: 404, html: this.pages.gone() };
  }

  show(connection: GuardedInbound, visit: Visit): Shown {
    const openedAt = String(this.time.now());
    return this.form(connection, { payload: null, errors: NO_ERRORS, carried: carriedFrom(visit, openedAt) });
  }

  /** Takes a form that is filled in, or shows it again with what is wrong with it. */
  async send(connection: GuardedInbound, sent: SentRequest, visit: Visit): Promise<Shown> {
    const read = await readPayload(textOf(sent.headers['content-type']), sent.body);
    const payload = 'payload' in read ? read.payload : null;
    const { content } = await this.directories.latestKnown();
    const form = connection.hosted ?? PLAIN;
    const errors = errorsOf(form, payload, content.settings);
    if (errors.size > 0) {
      const { [FORM_CONTROLS.openedAt]: openedAt, referrer } = recordOf(payload);
      const carried = carriedFrom({ ...visit, referrer: textOf(referrer) }, textOf(openedAt) ?? '');
      return this.form(connection, { payload, errors, carried });
    }
    await this.door.take(connection, sent);
    return connection.redirect === null
      ? { status: 200, ...this.pages.thanks(connection.hosted) }
      : { next: connection.redirect };
  }

  private form(
    { hosted, redirect }: GuardedInbound,
    { payload, errors, carried }: Filled,
  ): FormPage & { readonly status: number } {
    const form = hosted ?? PLAIN;
    const fields = shownFields(form, payload, errors);
    const isConsented = Boolean(recordOf(payload)[FORM_CONTROLS.consent]);
    const page = this.pages.form(form, { fields, isConsented, carried }, redirect);
    return { status: errors.size > 0 ? 422 : 200, ...page };
  }
}

interface Filled {
  readonly payload: unknown;
  readonly errors: ReadonlyMap<string, string>;
  readonly carried: ReturnType<typeof carriedFrom>;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
