import { Injectable } from '@nestjs/common';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import { type Caller, may } from '../../auth/scope.js';
import { noKey } from '../../configuration/sealed-field.service.js';
import type { PrivatePage as Page, PageMessage } from '../../platform/http/private-page.js';
import { isId } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { Environment } from '../../platform/running/environment.js';
import { readProgramFile } from '../../platform/running/files.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_SECOND, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { LINK_VALID_FOR_MS, PageLinks } from '../page/handoff-links.service.js';
import { HANDOFF_TEMPLATES, HandoffPages, MAKER_LEFT, type ShownWorkflows } from '../page/handoff-pages.js';
import { HandoffReasonsService } from '../reports/handoff-report.service.js';
import type { MapLinkBody } from './handoff-map.schema.js';
import { HandoffMapService } from './handoff-map.service.js';

/** A link by which a person without a key looks at a map of handoffs. */
interface MapLink {
  readonly id: string;
  /** Null for all kinds. */
  readonly kindId: string | null;
  /** As requested. If null, the page shows the quarter before it is opened. */
  readonly from: string | null;
  readonly to: string | null;
  /** The key that made the link. The page shows what the holder of that key may see, and the link ends with the key. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/** Links to maps of handoffs (docs/adr/0050). */
@Injectable()
export class MapLinks extends PageLinks<MapLink> {
  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    const kind = {
      purpose: 'links of maps of handoffs',
      type: 'handoff-map+jwt',
      path: 'act/handoff-map',
      claimsOf: ({ keyId, kindId, from, to }: MapLink) => ({ keyId, kindId, from, to }),
      read: ({ keyId, kindId, from, to }: Partial<MapLink>) =>
        isId(keyId) ? { keyId, kindId: kindId ?? null, from: from ?? null, to: to ?? null } : null,
    };
    super(kind, secrets, environment, time);
  }
}

/** Serves pages with the map of handoffs to people without a key, and makes the links to them. */
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

  /** @throws InvalidRequestError if no map can be drawn for the request */
  async link({ kind, from, to }: MapLinkBody, caller: Caller): Promise<{ url: string; expiresAt: string }> {
    if (!this.links.isReady) refuse(noKey(''));
    await this.maps.check({ ...(kind && { kind }), ...(from && { from }), ...(to && { to }) });
    const now = this.time.now();
    const link: MapLink = {
      id: newId(now),
      keyId: caller.keyId,
      kindId: kind ?? null,
      from: from ?? null,
      to: to ?? null,
      // In whole seconds, as in the signature of the link.
      expiresAt: Math.floor((now + LINK_VALID_FOR_MS) / MS_PER_SECOND) * MS_PER_SECOND,
    };
    return { url: await this.links.urlOf(link), expiresAt: toIso(link.expiresAt) };
  }

  /** Admits anybody with a link that we have signed and that is not too old. */
  async admit({ params }: RequestHead): Promise<string | Page> {
    const read = await this.links.open(params.token!);
    return 'title' in read ? this.saying(read) : read.id;
  }

  async show(token: string): Promise<Page> {
    const link = await this.links.open(token);
    if ('title' in link) return this.saying(link);
    const maker = await this.auth.callerOf(link.keyId);
    return maker === null ? this.saying(MAKER_LEFT) : this.draw(link, maker);
  }

  private async draw({ kindId, from, to }: MapLink, caller: Caller): Promise<Page> {
    const query = {
      ...(kindId !== null && { kind: kindId }),
      ...(from !== null && { from }),
      ...(to !== null && { to }),
    };
    const { map, diagnosis, timeZone } = await this.maps.page(query, caller);
    const { data } = await this.reasons.read(query, caller);
    const nameOf = new Map(map.workflows.map((each) => [each.kindId, each.name]));
    const [first] = map.workflows;
    const day = (instant: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long' }).format(new Date(instant));
    const leadsFrom = (of: { readonly from: string; readonly to: string }) =>
      `Leads received from ${day(of.from)} to ${day(of.to)}, until they are decided`;
    const workflows: ShownWorkflows = {
      follows: map.follows.map(({ words, kindIds }) => ({ words, names: kindIds.map((each) => nameOf.get(each)!) })),
      worst: map.worst === null ? null : `${map.worst.kind}: ${map.worst.why}`,
      workflows: [...(map.leads === null ? [] : [{ ...map.leads, name: leadsFrom(map.leads) }]), ...map.workflows].map(
        ({ name, arrows, drawing, mermaid }) => ({ name, arrows, drawing, mermaid }),
      ),
      answers: diagnosis.answers,
      reasons: data.map(({ sentence }) => sentence),
      mermaid: map.mermaid,
    };
    return {
      status: 200,
      html: this.pages.write({
        title: kindId === null ? 'How work changes hands' : `How work changes hands: ${first!.name}`,
        texts: [
          `What was handed over from ${day(map.from)} to ${day(map.to)}${may(caller, 'read') ? '' : ', limited to what the maker of this link sees'}.`,
          ...(first === undefined ? ['There is no kind of handoff yet.'] : []),
        ],
        workflows,
      }),
    };
  }

  private saying({ status, title, text }: PageMessage): Page {
    return { status, html: this.pages.write({ title, texts: [text] }) };
  }
}
