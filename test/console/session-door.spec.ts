import { expect, it } from '@jest/globals';
import { SessionDoor } from '../../src/console/sessions/session.controller.js';

it('lets logins of one network take turns, whichever of its addresses they come from', async () => {
  const nameFor = (ip: string) => new SessionDoor().admit({ ip, params: {}, headers: {} } as never);
  expect(await nameFor('2001:db8:1:2::1')).toBe(await nameFor('2001:db8:1:2:ffff::2'));
  expect(await nameFor('2001:db8:1:2::1')).not.toBe(await nameFor('2001:db8:1:3::1'));
  expect(await nameFor('192.0.2.1')).not.toBe(await nameFor('192.0.2.2'));
});
