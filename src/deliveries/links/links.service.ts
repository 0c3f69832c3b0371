import { Injectable } from '@nestjs/common';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { CATEGORIES } from '../../disposition/disposition.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import { nameOfLead, namesOf } from '../../leads/lead.js';
import type { LeadRow } from '../../leads/lead.store.js';
import { NOT_IN_USE, type PrivatePage as Page } from '../../platform/http/private-page.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Form } from '../../platform/input/formats.js';
import { readProgramFile } from '../../platform/running/files.js';
import { ActingByLink } from './acting-by-link.service.js';
import type { ActionLink, LinkState, ReadLink } from './action-link.js';
import { ActionLinks } from './action-links.service.js';
import { type FilledIn, fieldsFor, otherFaults, requestOfForm } from './link-form.js';
import {
  ActionPages,
  BUTTONS,
  CATEGORY_WORDS,
  DONE,
  EXPLAINED,
  FORGED,
  refusedAs,
  type ShownPage,
  TITLES,
} from './link-words.js';

interface LinkRequest {
  readonly token: string;
  readonly reason: string | undefined;
}

const FOUND = 200;
const USED_UP = 410;
const INVALID = 422;

/** Serves the pages of links in mails. Opening a page changes nothing; its button works once. */
@Injectable()
export class LinksService implements Door {
  private readonly pages = new ActionPages(readProgramFile('templates', 'pages', 'action.liquid'));

  constructor(
    private readonly links: ActionLinks,
    private readonly acting: ActingByLink,
    private readonly directories: DirectoryService,
  ) {}

  async admit({ params }: RequestHead): Promise<string | Page> {
    const read = await this.links.read(params.token!);
    return read === null ? this.forged() : read.link.id;
  }

  /** Shows the action with a button, so that a mail scanner that opens the link does nothing. */
  async show({ token, reason }: LinkRequest): Promise<Page> {
    const read = await this.links.read(token);
    if (read === null) return this.forged();
    const { state, lead } = await this.acting.look(read);
    const directory = await this.directories.now();
    if (lead === null) return this.refusal(read, state, directory);
    return this.offer(read, lead, { reason, directory, given: {}, faults: [] });
  }

  async act({ token, reason }: LinkRequest, form: Form): Promise<Page> {
    const read = await this.links.read(token);
    if (read === null) return this.forged();
    const { state, lead } = await this.acting.look(read);
    const directory = await this.directories.now();
    if (lead === null) return this.refusal(read, state, directory);
    const again = (faults: readonly Fault[]) => this.offer(read, lead, { reason, directory, given: form, faults });
    const action = filledIn(read.link, reason, directory);
    if (action === null) return again([NO_REASON]);
    const wanted = requestOfForm(action, form, directory.timeZoneOf(read.link.repId));
    if ('faults' in wanted) return again(wanted.faults);
    const done = await this.acting.act(read, wanted.request);
    if (done.state === 'faulty') return again(done.faults);
    if (done.state !== 'done') return this.refusal(read, done, directory);
    return this.page(FOUND, { title: 'Done', texts: [wordsOf(read.link, wanted.request.what, directory)] });
  }

  private offer(
    { link }: ReadLink,
    lead: LeadRow,
    {
      reason,
      directory,
      given,
      faults,
    }: { reason: string | undefined; directory: Directory; given: Form; faults: readonly Fault[] },
  ): Page {
    const names = namesOf(directory, directory.timeZoneOf(link.repId));
    const title = TITLES[link.action](nameOfLead(lead, names));
    const by = `In the name of ${directory.rep(link.repId)!.name}.`;
    const action = filledIn(link, reason, directory);
    if (action === null) {
      const isMissed = faults.length > 0 || reason !== undefined;
      return this.page(isMissed ? INVALID : FOUND, {
        title,
        texts: [EXPLAINED.close, by],
        faults: isMissed ? [NO_REASON.message] : [],
        choices: choicesOf(directory),
      });
    }
    const fields = fieldsFor(action, given, faults, directory.timeZoneOf(link.repId));
    return this.page(faults.length > 0 ? INVALID : FOUND, {
      title,
      texts: [action.action === 'close' ? `${action.reason.label}.` : EXPLAINED[action.action], by],
      faults: otherFaults(faults, fields),
      form: { fields, button: BUTTONS[link.action], isSerious: link.action === 'close' },
    });
  }

  private refusal({ link }: ReadLink, state: LinkState, directory: Directory): Page {
    if (state.state === 'usable') return this.saying(FORGED);
    if (state.state === 'refused') return this.saying(refusedAs(state, namesOf(directory).rep));
    const { usedAt, what } = state.used;
    const at = inLocalWords(usedAt, directory.timeZoneOf(link.repId));
    return this.page(USED_UP, {
      title: 'This link was used already',
      texts: [`On ${at}: ${wordsOf(link, what, directory)}`, 'Each link works once. Nothing more was changed.'],
    });
  }

  private forged(): Page {
    return this.saying(this.links.isReady ? FORGED : NOT_IN_USE);
  }

  private saying({ status, title, text }: { status: number; title: string; text: string }): Page {
    return this.page(status, { title, texts: [text] });
  }

  private page(status: number, shown: ShownPage): Page {
    return { status, html: this.pages.write(shown) };
  }
}

const NO_REASON: Fault = fault('/reason', 'required', 'Choose a reason.');

function wordsOf({ action }: ActionLink, what: string, directory: Directory): string {
  return DONE[action](action === 'close' ? namesOf(directory).reason(what) : what);
}

/** Returns null if a reason must be chosen first. */
function filledIn({ action }: ActionLink, code: string | undefined, directory: Directory): FilledIn | null {
  if (action !== 'close') return { action };
  const reason = inUse(directory).find((each) => each.code === code);
  return reason === undefined ? null : { action, reason };
}

function inUse({ content }: Directory): ReasonRow[] {
  return content.reasons.filter(({ active }) => active);
}

function choicesOf(directory: Directory): NonNullable<ShownPage['choices']> {
  const reasons = inUse(directory);
  return CATEGORIES.map((category) => ({
    heading: CATEGORY_WORDS[category],
    links: reasons
      .filter((reason) => reason.category === category)
      .sort((one, other) => one.order - other.order)
      .map(({ code, label }) => ({ label, href: `?reason=${encodeURIComponent(code)}` })),
  })).filter(({ links }) => links.length > 0);
}
