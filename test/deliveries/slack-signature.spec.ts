import { describe, expect, it } from '@jest/globals';
import { isSignedBy, maySign } from '../../src/deliveries/slack/slack-press.js';

/** The example of docs.slack.dev/authentication/verifying-requests-from-slack. */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const EXAMPLE = {
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
};
const AT = 1_531_420_618_000;
const FIVE_MINUTES = 300_000;

describe('a request of Slack', () => {
  it('is signed as its documentation shows', () => expect(isSignedBy(SECRET, EXAMPLE)).toBe(true));

  it.each([
    ['another secret', 'another', {}],
    ['another time', SECRET, { timestamp: '1531420619' }],
    ['another body', SECRET, { body: `${EXAMPLE.body}&x=1` }],
    ['a shorter signature', SECRET, { signature: EXAMPLE.signature.slice(0, -1) }],
    ['no signature', SECRET, { signature: '' }],
  ])('is not signed correctly with %s', (_, secret, other) =>
    expect(isSignedBy(secret, { ...EXAMPLE, ...other })).toBe(false),
  );

  it.each([
    [AT - FIVE_MINUTES - 1, false],
    [AT - FIVE_MINUTES, true],
    [AT + FIVE_MINUTES, true],
    [AT + FIVE_MINUTES + 1, false],
  ])('seen at %i it is fresh: %s', (now, fresh) => expect(maySign(EXAMPLE, now)).toBe(fresh));

  it.each(['', 'now', '-1', '1e9'])('without a valid time, such as "%s", is not fresh', (timestamp) =>
    expect(maySign({ ...EXAMPLE, timestamp }, 0)).toBe(false),
  );

  it.each(['', 'v0=', `v1=${'a'.repeat(64)}`, `v0=${'a'.repeat(63)}`])(
    'without a valid signature, such as "%s", is not accepted',
    (signature) => expect(maySign({ ...EXAMPLE, signature }, AT)).toBe(false),
  );
});
