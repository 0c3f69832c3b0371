import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * Of IPv6 what is given to networks at all. `::/96` is not of it: addresses in which one of IPv4 is wrapped the old way, as
 * `::7f00:1` is that of this machine.
 */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public network: not of this machine, of a private network or a special one. What wraps
 * an address of IPv4 for a gateway (6to4, NAT64, Teredo) is special, whatever is wrapped.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  return read.range() === 'unicast' && (!(read instanceof ipaddr.IPv6) || read.match(GLOBAL_IPV6));
}

/** The address that a host of a URL is written as; null where it is a name. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** Whether an address is one of this very machine. */
export function isOwnAddress(address: string): boolean {
  const read = ipaddr.process(address);
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return (
    ['loopback', 'unspecified'].includes(read.range()) ||
    own.some((each) => ipaddr.process(each.address).toString() === read.toString())
  );
}
