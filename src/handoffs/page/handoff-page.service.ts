import { Injectable } from '@nestjs/common';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import type { Caller } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { type FormSight, sightOfForm, viewOf, withoutSensitive } from '../../forms/view.js';
import { namesOf } from '../../leads/lead.js';
import type { PrivatePage as Page, PageMessage } from '../../platform/http/private-page.js';
import { Refusal, type RefusalKind } from '../../platform/input/refusal.js';
import { readProgramFile } from '../../platform/running/files.js';
import { Database } from '../../platform/sql/database.js';
import { ClientWordPages } from '../client/client-notified-recorder.service.js';
import { FormFilling, type PagePart, type VisibleHandoff } from '../form/form-filling.service.js';
import { HandoffActing, roleIn } from '../handoff-acting.service.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { handoffMapOf, mapOf } from '../map/kind-map.js';
import { QuestionPages } from '../questions/questions-page.service.js';
import { ReceivingPages } from '../receivers/receiving-page.service.js';
import { type HandoffLink, HandoffLinks, ruleOfLink } from './handoff-links.service.js';
import {
  GONE,
  HANDOFF_TEMPLATES,
  HandoffPages,
  MAKER_LEFT,
  OVER,
  type ShownHandoff,
  savedWords,
} from './handoff-pages.js';
import { stillRequired, textsOf } from './page-texts.js';

/** A handoff that somebody has a link to. */
interface LinkedHandoff {
  readonly link: HandoffLink;
  readonly subject: HandoffCase;
  readonly directory: Directory;
  readonly caller: Caller;
  readonly sight: FormSight;
}

const FOUND = 200;
const STATUSES: Partial<Record<RefusalKind, number>> = { invalid: 422, conflict: 409, forbidden: 403, notFound: 410 };

/** Serves pages of handoffs to people without a key. Viewing one does not change the handoff. */
@Injectable()
export class HandoffPageService implements Door {
  private readonly pages = new HandoffPages(
    Object.fromEntries(
      HANDOFF_TEMPLATES.map((name) => [name, readProgramFile('templates', 'pages', `${name}.liquid`)]),
    ),
  );

  constructor(
    private readonly links: HandoffLinks,
    private readonly cases: HandoffCases,
    private readonly acting: HandoffActing,
    private readonly filling: FormFilling,
    private readonly receiving: ReceivingPages,
    private readonly questions: QuestionPages,
    private readonly clientWords: ClientWordPages,
    private readonly directories: DirectoryService,
    private readonly auth: AuthService,
    private readonly ledger: LedgerStore,
    private readonly database: Database,
  ) {}

  /** Admits anybody with a link that we have signed and that is not too old. */
  async admit({ params }: RequestHead): Promise<string | Page> {
    const read = await this.links.open(params.token!);
    return 'title' in read ? this.saying(read) : read.id;
  }

  async show(token: string): Promise<Page> {
    const found = await this.find(token);
    if ('title' in found) return this.saying(found);
    return this.page(found, await this.partOf(found));
  }

  async act(token: string, sent: URLSearchParams): Promise<Page> {
    const found = await this.find(token);
    if ('title' in found) return this.saying(found);
    try {
      return await this.change(found, sent);
    } catch (error) {
      if (!(error instanceof Refusal) || STATUSES[error.kind] === undefined) throw error;
      const details = (error.errors ?? []).map(({ message }) => message);
      // Read again, as a change in the meantime may be the reason.
      const now = await this.find(token);
      if ('title' in now) return this.saying(now);
      const { part } = await this.partOf(now, sent);
      const text = error.kind === 'invalid' ? 'This is not right yet' : error.message;
      return this.page(now, { status: STATUSES[error.kind]!, part: { ...part, refusal: { text, details } } }, sent);
    }
  }

  private async change(found: LinkedHandoff, sent: URLSearchParams): Promise<Page> {
    const { link, subject, caller } = found;
    const done =
      (await this.questions.act(subject, sent, caller)) ??
      (await this.clientWords.act(subject, sent, caller)) ??
      (link.role === 'form' ? null : await this.receiving.act(subject, subject.receiver(link.role), sent, caller));
    if (done !== null) {
      const after = { ...found, subject: done.subject };
      const { part } = await this.partOf(after);
      return this.page(after, { status: FOUND, part: { ...part, notice: done.notice } });
    }
    const result = await this.filling.act(looked(found), sent, caller);
    if (!('saved' in result)) return this.page(found, result);
    const after = { ...found, subject: result.saved };
    const notice = savedWords(stillRequired(result.saved).length);
    return this.page(after, { status: FOUND, part: { ...this.filling.show(looked(after)).part, notice } });
  }

  private async partOf(found: LinkedHandoff, sent?: URLSearchParams): Promise<PagePart> {
    const { link } = found;
    if (link.role === 'form') return this.filling.show(looked(found));
    return { status: FOUND, part: await this.receiving.show(looked(found), link.role, sent) };
  }

  /** @returns the message of a page on which nothing can be done */
  private async find(token: string): Promise<LinkedHandoff | PageMessage> {
    const link = await this.links.open(token);
    if ('title' in link) return link;
    const [subject] = await this.cases.look(this.database, [link.handoffId]);
    if (subject === undefined) return GONE;
    const { state } = subject.handoff;
    if (state === 'done' || state === 'cancelled') return OVER;
    const directory = await this.directories.now();
    const maker = await this.auth.callerOf(link.keyId);
    if (maker === null) return MAKER_LEFT;
    const caller: Caller = {
      keyId: link.id,
      name: '',
      scopes: [],
      repId: null,
      link: { id: link.id, subjectId: link.handoffId, role: link.role, maker },
    };
    const { sees, seesSensitive } = roleIn(subject, caller, { directory });
    if (!sees) return MAKER_LEFT;
    return { link, subject, directory, caller, sight: sightOfForm(subject.kind.form, seesSensitive) };
  }

  /** Records a reading of sensitive values as the API does, but once for each link and version. */
  private async noteReading({ link, subject, caller, sight }: LinkedHandoff): Promise<void> {
    const { form, formVersion } = subject.handoff;
    const sections = link.role === 'form' ? undefined : subject.kind.body.receivers[link.role - 1]!.sections;
    const shown = sight.of(viewOf(subject.kind.form, form, sections));
    if (JSON.stringify(withoutSensitive(subject.kind.form, shown)) === JSON.stringify(shown)) return;
    if (await this.ledger.hasReading(this.database, subject.handoff.id, ruleOfLink(link.id), formVersion)) return;
    await this.acting.change(subject.handoff.id, caller, ({ work, subject: read }) =>
      work.record(read, 'handoff.read', { formVersion }),
    );
  }

  /** @param sent the form fields that were posted and rejected */
  private async page(found: LinkedHandoff, { status, part }: PagePart, sent?: URLSearchParams): Promise<Page> {
    await this.noteReading(found);
    const { link, subject, directory } = found;
    const names = namesOf(directory);
    const questions = this.questions.show(subject, link.role, names.rep(subject.ownerId), sent);
    const zone = zoneOf(found);
    const clientWord = this.clientWords.show(subject, link.role, { directory, zone }, sent);
    const { body } = subject.kind;
    const drawn = { map: handoffMapOf(body, names), mermaid: mapOf(body, names) };
    const title = nameOf(subject);
    const texts = textsOf(subject, { role: link.role, names, zone });
    return { status, html: this.pages.write({ title, texts, ...part, ...questions, ...clientWord, drawn }) };
  }

  private saying({ status, title, text }: PageMessage): Page {
    const shown: ShownHandoff = { title, texts: [text] };
    return { status, html: this.pages.write(shown) };
  }
}

function looked(found: LinkedHandoff): VisibleHandoff {
  return { subject: found.subject, sight: found.sight, zone: zoneOf(found) };
}

/** Returns the title: what it is about, and its kind. */
function nameOf({ kind, deal, account }: HandoffCase): string {
  const about = deal?.name ?? account?.name;
  return about == null ? kind.body.name : `${about}: ${kind.body.name}`;
}

/** Returns the zone of the rep who answers for the party that the link is for. */
function zoneOf({ link, subject, directory }: LinkedHandoff): string {
  return directory.timeZoneOf(link.role === 'form' ? subject.ownerId : subject.receiver(link.role).ownerRepId);
}
