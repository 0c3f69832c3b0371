import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import type { InboundBody, InboundDocument, InboundKind, InboundSettings, WrittenSettings } from './inbound.schema.js';

type Name = keyof WrittenSettings;

/** What a kind of connection asks for beside its secret. */
interface KindSettings {
  readonly names: readonly Name[];
  readonly required: readonly Name[];
  readonly defaults: InboundSettings;
  /** Whether a connection without settings has the defaults. */
  readonly isOptional: boolean;
  /** By what its product is asked. It is stored encrypted, apart from the settings that anybody may read. */
  readonly token: { readonly name: 'accessToken' | 'serviceKey'; readonly isRequired: boolean; readonly words: string };
  /** Its secret, if it has to have one: where it is given, and what it is. */
  readonly secret: { readonly pointer: string; readonly words: string } | null;
}

/** The kinds whose product is asked. What Touchline has begun there belongs to the kind, which is why it stays. */
const ASKED: Partial<Record<InboundKind, KindSettings>> = {
  meta: {
    names: ['verifyToken', 'accessToken', 'pageId', 'apiVersion', 'baseUrl'],
    required: ['verifyToken', 'pageId'],
    defaults: { apiVersion: 'v24.0', baseUrl: 'https://graph.facebook.com' },
    isOptional: false,
    token: {
      name: 'accessToken',
      isRequired: true,
      words: 'Expected an access token of the page, by which leads are fetched.',
    },
    secret: { pointer: '/secret', words: 'Expected the app secret, by which Meta signs what it sends.' },
  },
  hubspot: {
    names: ['serviceKey', 'forms', 'baseUrl'],
    required: [],
    defaults: { baseUrl: 'https://api.hubapi.com' },
    isOptional: true,
    token: {
      name: 'serviceKey',
      isRequired: false,
      words: 'Expected a service key, by which HubSpot is looked through.',
    },
    secret: null,
  },
  linkedin: {
    names: ['clientSecret', 'accessToken', 'owner', 'version', 'baseUrl'],
    required: ['owner'],
    defaults: { version: '202609', baseUrl: 'https://api.linkedin.com' },
    isOptional: false,
    token: { name: 'accessToken', isRequired: true, words: 'Expected an access token, by which leads are fetched.' },
    secret: {
      pointer: '/settings/clientSecret',
      words: 'Expected the client secret of the app, by which LinkedIn signs what it sends.',
    },
  },
};

/** The token is stored apart from the settings that anybody may read. */
export function apart({ settings, ...body }: InboundBody): InboundDocument {
  const kind = ASKED[body.kind];
  if (settings === undefined && kind?.isOptional !== true) return body;
  if (kind === undefined) return { ...body, settings: settings as InboundSettings };
  const { [kind.token.name]: token, ...rest } = settings ?? {};
  const { clientSecret, ...open } = rest;
  const isOfKind = kind.names.includes('clientSecret');
  const given = isOfKind ? open : rest;
  const secret = isOfKind && clientSecret !== undefined ? { secret: clientSecret } : {};
  return {
    ...body,
    ...secret,
    settings: { ...kind.defaults, ...given } as InboundSettings,
    ...(token !== undefined && { accessToken: token }),
  };
}

/** What of a stored connection matters for its settings. */
interface Former {
  readonly kind: InboundKind;
  readonly settings: InboundSettings | null;
  readonly secretSetAt: number | null;
  readonly accessTokenSetAt: number | null;
}

/** @param former as it is stored; null for a new one */
export function faultsOfSettings(body: InboundDocument, former: Former | null): Fault[] {
  const { kind, settings, secret, accessToken } = body;
  const asked = ASKED[kind];
  if (former !== null && former.kind !== kind && (ASKED[former.kind] !== undefined || asked !== undefined)) {
    const message = `${JSON.stringify(former.kind)} cannot become ${JSON.stringify(kind)}: make another connection.`;
    return [fault('/kind', 'fixed', message)];
  }
  if (asked === undefined && kind !== 'touches')
    return settings === undefined
      ? []
      : [fault('/settings', 'contradiction', `"${kind}" has no settings: leave them out.`)];
  const strange = Object.keys(settings ?? {}).filter((name) => !namesOf(kind).includes(name as Name));
  if (strange.length > 0)
    return strange.map((name) =>
      fault(`/settings/${name}`, 'contradiction', `"${kind}" has no ${name}: leave it out.`),
    );
  if (asked === undefined) return [];
  const { token } = asked;
  if (settings === undefined)
    return [fault('/settings', 'required', `Expected ${[...asked.required, token.name].join(', ')}.`)];
  const missing = asked.required.filter((name) => settings[name as keyof InboundSettings] === undefined);
  if (missing.length > 0)
    return missing.map((name) => fault(`/settings/${name}`, 'required', `"${kind}" asks for ${name}.`));
  const isMoved = former?.settings != null && originOf(former.settings) !== originOf(settings);
  const hasToken = former?.accessTokenSetAt != null;
  const isToSend = isMoved ? hasToken || token.isRequired : !hasToken && token.isRequired;
  return collectFaults(
    asked.secret !== null &&
      secret === undefined &&
      former?.secretSetAt == null &&
      fault(asked.secret.pointer, 'required', asked.secret.words),
    accessToken === undefined &&
      isToSend &&
      fault(
        `/settings/${token.name}`,
        'required',
        isMoved ? 'It was given for another host: send it again.' : token.words,
      ),
  );
}

function namesOf(kind: InboundKind): readonly Name[] {
  return ASKED[kind]?.names ?? ['missedCalls'];
}

function originOf({ baseUrl = '' }: InboundSettings): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
}
