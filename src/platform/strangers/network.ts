import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

const GROUPS = 8;
/** Whoever has one address of IPv6 has all of its network. */
const GROUPS_OF_NETWORK = 4;
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** Returns where a request comes from: an address of IPv4, or a network of IPv6. */
export function networkOf(address: string): string {
  const bare = address.replace(MAPPED, '');
  if (!isIPv6(bare)) return bare;
  const [before = [], after = []] = bare.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, GROUPS - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, GROUPS_OF_NETWORK).join(':');
}

/**
 * Returns where a person's request comes from. A proxy in one's own network says so in the last entry of
 * `X-Forwarded-For`; the entries before it may be anybody's word.
 */
export function senderNetworkOf(address: string, forwardedFor: string | string[] | undefined): string {
  const network = networkOf(address);
  if (!isInner(address.replace(MAPPED, ''))) return network;
  const last = [forwardedFor ?? []]
    .flat()
    .join(',')
    .split(',')
    .at(-1)!
    .trim()
    .replace(/^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2');
  return isIP(last) === 0 ? network : networkOf(last);
}

function isInner(address: string): boolean {
  return ipaddr.isValid(address) && INNER.has(ipaddr.parse(address).range());
}

const INNER: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal']);
