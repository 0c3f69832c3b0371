import { isIPv6 } from 'node:net';

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
