import { elapsedMs, MS_PER_HOUR, parseDuration } from '../values/duration.js';

/* What the texts of settings mean. What cannot be read is undefined. */

export const PORT_MAX = 65_535;
export const SECRETS_KEY_BYTES = 32;

export function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= PORT_MAX;
}

export function readDrain(text: string): number | undefined {
  const duration = parseDuration(text, { allowZero: true });
  return 'code' in duration || elapsedMs(duration) > MS_PER_HOUR ? undefined : elapsedMs(duration);
}

export function readSecretsKey(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  const isWhole = bytes.length === SECRETS_KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
  return isWhole ? new Uint8Array(bytes) : undefined;
}

export function readBaseUrls(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = text.split(',').map((pair) => {
    const [, host = '', base = ''] =
      /^\s*((?:own:)?[a-z0-9.-]{1,253})\s*=\s*(https?:\/\/\S+?)\/*\s*$/i.exec(pair) ?? [];
    return [host.toLowerCase(), base] as const;
  });
  return pairs.every(([, base]) => URL.canParse(base)) ? new Map(pairs) : undefined;
}

export function readHosts(text: string): ReadonlySet<string> | undefined {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  const isHost = (host: string) =>
    /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?$/.test(host) && URL.canParse(`http://${host}`);
  return hosts.every(isHost) ? new Set(hosts) : undefined;
}

export function isHostName(text: string): boolean {
  return /^[\w.:-]+$/.test(text) && URL.canParse(`http://${inUrl(text)}`);
}

export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

export function isSmtpUrl(text: string): boolean {
  return /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text);
}

/** Reports whether something is the address of a server, whose paths follow it. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === '' && !/[?#\s]/.test(text);
}

export function withoutSlashes(address: string): string {
  return address.replace(/\/+$/, '');
}

/** Brackets an IPv6 address, as URLs need it. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
