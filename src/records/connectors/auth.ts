import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { isEmpty } from '../templates/labelled.js';
import type { AuthBody, AuthKind } from './record-connector.schema.js';

type Field = Exclude<keyof AuthBody, 'kind'>;

const FIELDS: Readonly<Record<AuthKind, { readonly asked: readonly Field[]; readonly may: readonly Field[] }>> = {
  bearer: { asked: ['token'], may: [] },
  basic: { asked: ['username', 'password'], may: [] },
  header: { asked: ['name', 'value'], may: [] },
  oauth: { asked: ['tokenUrl', 'clientId', 'clientSecret'], may: ['refreshToken', 'scope', 'clientIn'] },
};
/** Headers that belong to the connection. */
const NOT_OURS =
  /^(host|content-.*|connection|transfer-encoding|upgrade|te|expect|trailer|cookie|accept-encoding|proxy-.*)$/i;

/** Returns faults, whose messages repeat no secrets. @param pointer to `auth` */
export function faultsOfAuth(auth: AuthBody, pointer: string): Fault[] {
  const { asked, may } = FIELDS[auth.kind];
  const given = (Object.keys(auth) as (keyof AuthBody)[]).filter((name): name is Field => name !== 'kind');
  const strange = given.filter((name) => !asked.includes(name) && !may.includes(name));
  return collectFaults(
    asked
      .filter((name) => isEmpty(auth[name]))
      .map((name) => fault(`${pointer}/${name}`, 'required', `"${auth.kind}" asks for ${name}.`)),
    strange.map((name) => fault(`${pointer}/${name}`, 'contradiction', `"${auth.kind}" has no ${name}: leave it out.`)),
    auth.kind === 'header' &&
      auth.name !== undefined &&
      NOT_OURS.test(auth.name) &&
      fault(`${pointer}/name`, 'header', 'This header belongs to the connection.'),
    auth.kind === 'basic' &&
      auth.username?.includes(':') &&
      fault(`${pointer}/username`, 'value', 'Expected a name without a colon.'),
  );
}

/** @param token the access token; empty for kinds without one */
export function headersOf(auth: AuthBody, token: string): Readonly<Record<string, string>> {
  switch (auth.kind) {
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'basic':
      return { authorization: basic(auth.username!, auth.password!) };
    case 'header':
      return { [auth.name!.toLowerCase()]: auth.value! };
    case 'oauth':
      return { authorization: `Bearer ${token}` };
  }
}

/** A request for an access token (RFC 6749, sections 4.4 and 6). */
interface TokenRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

export function tokenRequestOf({
  tokenUrl,
  clientId,
  clientSecret,
  refreshToken,
  scope,
  clientIn,
}: AuthBody): TokenRequest {
  const isInHeader = clientIn === 'header';
  // RFC 6749, section 2.3.1: both parts are encoded before they are joined.
  const named = basic(encodeURIComponent(clientId!), encodeURIComponent(clientSecret!));
  return {
    url: tokenUrl!,
    headers: isInHeader ? { authorization: named } : {},
    fields: {
      ...(refreshToken === undefined
        ? { grant_type: 'client_credentials' }
        : { grant_type: 'refresh_token', refresh_token: refreshToken }),
      ...(scope !== undefined && { scope }),
      ...(!isInHeader && { client_id: clientId!, client_secret: clientSecret! }),
    },
  };
}

/** The header of HTTP's basic authentication. */
export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}
