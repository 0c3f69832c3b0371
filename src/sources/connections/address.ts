import { isIP } from 'node:net';

/** Why the products that send leads cannot reach an address from outside; null if nothing speaks against it. */
export function whyUnreachable(publicUrl: string): string | null {
  const { protocol, hostname } = new URL(publicUrl);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const isInner =
    host === 'localhost' ||
    /\.(?:local|internal|lan|home|test|localhost)$/.test(host) ||
    (isIP(host) === 0 && !host.includes('.')) ||
    /^(?:127|10|0)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^(?:::1?|f[cd].*|fe[89ab].*)$/.test(host);
  if (isInner)
    return `${publicUrl} can only be reached from within your network. Set PUBLIC_URL to the address under which the internet reaches Touchline.`;
  return protocol === 'https:'
    ? null
    : `${publicUrl} is not encrypted, and most products send to https alone. Put Touchline behind a proxy with a certificate, and set PUBLIC_URL to its https address.`;
}
