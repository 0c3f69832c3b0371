import { Injectable } from '@nestjs/common';
import type { Door, Knock } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import { type Caller, may } from '../../auth/scope.js';
import { noKey } from '../../configuration/sealed-field.service.js';
import { type Instant, MS_PER_SECOND, toIso } from '../../platform/duration.js';
import { Environment, publicUrlOf } from '../../platform/environment.js';
import { isId, newId } from '../../platform/ids.js';
import { NOT_IN_USE, type PrivatePage as Page, type Saying } from '../../platform/private-page.js';
import { refuse } from '../../platform/refusal.js';
import { Secrets } from '../../platform/secrets.js';
import { SignedTokens } from '../../platform/signed-tokens.js';
import { readProgramFile } from '../../platform/stored-files.js';
import { TimeSource } from '../../platform/time-source.js';
import { LINK_VALID_FOR_MS } from '../page/handoff-links.service.js';
import {
  FORGED,
  HANDOFF_TEMPLATES,
  HandoffPages,
  MAKER_LEFT,
  type ShownWorkflows,
  TOO_OLD,
} from '../page/handoff-pages.js';
import { HandoffReasonsService } from '../reports/handoff-report.service.js';
import type { MapLinkBody } from './handoff-map.schema.js';
import { HandoffMapService } from './handoff-map.service.js';

/** What lets somebody without a key look at a map of handoffs. */
interface MapLink {
  readonly id: string;
  /** Null for all kinds. */
  readonly kindId: string | null;
  /** As they were asked for, or null: then the page shows the quarter before it is opened. */
  readonly from: string | null;
  readonly to: string | null;
  /** By which it was made: it shows what whoever has that key may see, and ends with it. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

const KIND = { purpose: 'links of maps of handoffs', type: 'handoff-map+jwt' };

type Claims = Pick<MapLink, 'keyId' | 'kindId' | 'from' | 'to'>;

/** Signs links to maps of handoffs, and reads them again (docs/adr/0050): kept nowhere, as those of handoffs. */
@Injectable()
export class MapLinks {
  private readonly tokens: SignedTokens<Claims>;
  private readonly base: string;

  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    this.tokens = new SignedTokens(KIND, secrets, time);
    this.base = publicUrlOf(environment);
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.tokens.isReady;
  }

  /** The address of its page. */
  async urlOf({ id, expiresAt, ...claims }: MapLink): Promise<string> {
    const token = await this.tokens.sign(claims, { id, subject: null, expiresAt });
    return `${this.base}/act/handoff-map/${token}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<{ readonly link: MapLink; readonly isOver: boolean } | null> {
    const read = await this.tokens.read(token);
    // Of a version that did not say by which key it was made.
    if (read?.claims.keyId === undefined) return null;
    const { jti = '', exp, keyId, kindId, from, to } = read.claims;
    if (!isId(jti) || !isId(keyId) || exp === undefined) throw new Error('A link was signed that is none');
    const link = { id: jti, keyId, kindId, from, to, expiresAt: exp * MS_PER_SECOND };
    return { link, isOver: read.isOver };
  }
}

/** Pages on which the map of handoffs is drawn, for people who have no key, and the links to them. */
@Injectable()
export class HandoffMapPageService implements Door {
  private readonly pages = new HandoffPages(
    Object.fromEntries(
      HANDOFF_TEMPLATES.map((name) => [name, readProgramFile('templates', 'pages', `${name}.liquid`)]),
    ),
  );

  constructor(
    private readonly links: MapLinks,
    private readonly maps: HandoffMapService,
    private readonly reasons: HandoffReasonsService,
    private readonly auth: AuthService,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError where no map can be drawn of what is asked */
  async link({ kind, from, to }: MapLinkBody, caller: Caller): Promise<{ url: string; expiresAt: string }> {
    if (!this.links.isReady) refuse([noKey('')]);
    await this.maps.check({ ...(kind && { kind }), ...(from && { from }), ...(to && { to }) });
    const now = this.time.now();
    const link: MapLink = {
      ...{ id: newId(now), keyId: caller.keyId, kindId: kind ?? null, from: from ?? null, to: to ?? null },
      // As many seconds as its signature says.
      expiresAt: Math.floor((now + LINK_VALID_FOR_MS) / MS_PER_SECOND) * MS_PER_SECOND,
    };
    return { url: await this.links.urlOf(link), expiresAt: toIso(link.expiresAt) };
  }

  /** Whoever has a link that we have signed, and that is not too old, comes in. */
  async admit({ params }: Knock): Promise<string | Page> {
    const read = await this.read(params.token!);
    return 'title' in read ? this.saying(read) : read.id;
  }

  async show(token: string): Promise<Page> {
    const link = await this.read(token);
    if ('title' in link) return this.saying(link);
    const maker = await this.auth.callerOf(link.keyId);
    return maker === null ? this.saying(MAKER_LEFT) : this.draw(link, maker);
  }

  private async read(token: string): Promise<MapLink | Saying> {
    const read = await this.links.read(token);
    if (read === null) return this.links.isReady ? FORGED : NOT_IN_USE;
    return read.isOver ? TOO_OLD : read.link;
  }

  private async draw({ kindId, from, to }: MapLink, caller: Caller): Promise<Page> {
    const asked = {
      ...(kindId !== null && { kind: kindId }),
      ...(from !== null && { from }),
      ...(to !== null && { to }),
    };
    const { map, diagnosis, drawings, timeZone } = await this.maps.page(asked, caller);
    const { data } = await this.reasons.read(asked, caller);
    const nameOf = new Map(map.workflows.map((each) => [each.kindId, each.name]));
    const [first] = map.workflows;
    const workflows: ShownWorkflows = {
      follows: map.follows.map(({ words, kindIds }) => ({ words, names: kindIds.map((each) => nameOf.get(each)!) })),
      worst: map.worst === null ? null : `${map.worst.kind}: ${map.worst.why}`,
      workflows: map.workflows.map(({ name, arrows, mermaid }, index) => ({
        ...{ name, arrows, mermaid, drawing: drawings[index]! },
      })),
      answers: diagnosis.answers,
      reasons: data.map(({ sentence }) => sentence),
      mermaid: map.mermaid,
    };
    const day = (instant: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long' }).format(new Date(instant));
    return {
      status: 200,
      html: this.pages.write({
        title: kindId === null ? 'How work changes hands' : `How work changes hands: ${first!.name}`,
        texts: [
          `What was handed over from ${day(map.from)} to ${day(map.to)}${may(caller, 'read') ? '' : ', as far as whoever made this link sees it'}.`,
          ...(first === undefined ? ['There is no kind of handoff yet.'] : []),
        ],
        workflows,
      }),
    };
  }

  private saying({ status, title, text }: Saying): Page {
    return { status, html: this.pages.write({ title, texts: [text] }) };
  }
}
