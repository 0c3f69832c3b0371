import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pressOf } from '../../src/deliveries/slack/slack-press.js';

const formOf = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
const PRESS = {
  type: 'block_actions',
  user: { id: 'U0ANN' },
  container: { message_ts: '1.0' },
  response_url: 'https://hooks.slack.com/actions/1',
  actions: [{ action_id: 'acknowledge', value: 'lead', action_ts: '2.0' }],
};

it('a press of a button is read, and any other signed payload is not taken for one', () => {
  expect(pressOf(formOf(PRESS))).toMatchObject({ memberId: 'U0ANN', actionId: 'acknowledge', about: 'lead' });
  for (const wrong of [{ actions: [null] }, { actions: [] }, { actions: 'x' }, { user: null }, { user: 'U0ANN' }])
    expect(pressOf(formOf({ ...PRESS, ...wrong }))).toBeNull();
  expect(pressOf(formOf({ ...PRESS, container: null }))).not.toBeNull();
});

it('no payload makes the program fail', () => {
  const field = fc.constantFrom('user', 'container', 'response_url', 'actions');
  fc.assert(
    fc.property(field, fc.jsonValue(), (name, value) => {
      const press = pressOf(formOf({ ...PRESS, [name]: value }));
      expect(press === null || typeof press.id === 'string').toBe(true);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => expect(pressOf(text)).toBeNull()));
});
