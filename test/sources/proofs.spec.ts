import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isProvenBy } from '../../src/sources/arrivals/proofs.js';

describe('the signature of Twilio', () => {
  const secret = '12345';
  const body = Buffer.from(
    new URLSearchParams({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    }).toString(),
  );
  const isProven = (signature: string, url: string, text = body) => {
    const sent = { method: 'POST', path: '', headers: { 'x-twilio-signature': signature }, ip: '', body: text };
    return isProvenBy({ kind: 'touches', vendor: 'twilio' }, { secret, sent, url, payload: null, now: 0 });
  };
  const signatureOf = (text: string) => createHmac('sha1', secret).update(text).digest('base64');

  it('is that of its documents', () => {
    const documented = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';
    expect(isProven(documented, 'https://mycompany.com/myapp.php?foo=1&bar=2')).toBe(true);
    expect(isProven(documented, 'https://mycompany.com/myapp.php?foo=1&bar=3')).toBe(false);
  });

  it('may name the port that the address leaves out, and no other', () => {
    const url = 'https://leads.example.com/in/in_1';
    const empty = Buffer.from('');
    expect(isProven(signatureOf('https://leads.example.com:443/in/in_1'), url, empty)).toBe(true);
    expect(isProven(signatureOf('https://leads.example.com:80/in/in_1'), url, empty)).toBe(false);
    expect(
      isProven(signatureOf('http://leads.example.com:80/in/in_1'), 'http://leads.example.com/in/in_1', empty),
    ).toBe(true);
  });

  it('counts a parameter that comes several times with each of its values, in their order', () => {
    const url = 'https://leads.example.com/in/in_1';
    expect(isProven(signatureOf(`${url}A1A2B3`), url, Buffer.from('B=3&A=2&A=1&A=2'))).toBe(true);
  });
});
