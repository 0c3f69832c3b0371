import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * The only part of IPv6 that is assigned to networks. It excludes `::/96`, the deprecated way to wrap an IPv4 address:
 * `::7f00:1` is the loopback address of this machine.
 */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Reports whether an address is on the public network, and not one of this machine, a private network or a special
 * range. IPv6 addresses that wrap IPv4 for a gateway (6to4, NAT64, Teredo) count as special, whatever they wrap.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  return read.range() === 'unicast' && (!(read instanceof ipaddr.IPv6) || read.match(GLOBAL_IPV6));
}

/** Returns the IP address that a URL has as its host, or null if the host is a name. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** Reports whether an address is one of this machine's own. */
export function isOwnAddress(address: string): boolean {
  const read = ipaddr.process(address);
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return (
    ['loopback', 'unspecified'].includes(read.range()) ||
    own.some((each) => ipaddr.process(each.address).toString() === read.toString())
  );
}
