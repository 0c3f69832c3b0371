import { describe, expect, it } from '@jest/globals';
import { addressIn, isPublicAddress } from '../../src/platform/outbound/address.js';

const isPublic = (host: string): boolean => isPublicAddress(addressIn(new URL(`https://${host}/`))!);

describe('an address of this machine or of a private network', () => {
  it.each([
    ...['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
  ])('is not public: %s', (host) => {
    expect(isPublic(host)).toBe(false);
  });

  it.each(['2130706433', '0177.0.0.1', '0x7f.1', '127.1', '10.1', '0', '10.0.0.1.', '10%2e0.0.1', '１０.0.0.1'])(
    'is not public in any spelling: %s',
    (host) => {
      expect(isPublic(host)).toBe(false);
    },
  );

  it.each([
    ...['::', '::1', 'fe80::1', 'fec0::1', 'fd00::1', 'ff02::1', '100::1', '2001:db8::1', '3fff::1'],
    // IPv4 addresses within IPv6: mapped, compatible, translated, for NAT64, 6to4 and Teredo.
    ...['::ffff:10.0.0.1', '::ffff:a00:1', '::7f00:1', '::ffff:0:10.0.0.1', '64:ff9b::10.0.0.1', '64:ff9b:1::a00:1'],
    ...['2002:a00:1::', '2001:0:a00:1::'],
  ])('is not public in IPv6: %s', (host) => {
    expect(isPublic(`[${host}]`)).toBe(false);
  });

  it('is not public with an interface, which a URL cannot name', () => {
    expect(isPublicAddress('fe80::1%eth0')).toBe(false);
    expect(URL.canParse('https://[fe80::1%25eth0]/')).toBe(false);
  });
});

it.each(['1.1.1.1', '16843009', '[2606:4700::1111]', '[2a00:1450:4001::1]'])(
  'any other address is public: %s',
  (host) => {
    expect(isPublic(host)).toBe(true);
  },
);
