import { faultsOf } from '../../platform/input/checked.js';
import { type Fault, fault, under } from '../../platform/input/fault.js';
import { kindsIn } from '../dispatch/dispatch.js';
import type { Platform } from '../platform.js';
import { platformOf } from '../platforms.js';

/** Returns the faults of credentials. No message repeats any of them. @param settings already checked */
export function faultsOfCredentials(
  platform: Platform,
  settings: object,
  credentials: object,
  pointer: string,
): Fault[] {
  const { posting } = platformOf(platform);
  const ofShape = faultsOf(posting.credentials, credentials);
  const faults = ofShape.length > 0 ? ofShape : (posting.faultsOfCredentials?.(settings, credentials) ?? []);
  return under(pointer, faults);
}

/** Returns why Touchline cannot post to the destination itself. */
export function faultsOfPush(
  {
    platform,
    settings,
    hasCredentials,
  }: { readonly platform: Platform; readonly settings: object; readonly hasCredentials: boolean },
  pointer: string,
): Fault[] {
  const { words, posting } = platformOf(platform);
  if (kindsIn({ platform, settings }, 'json').length === 0)
    return [
      fault(pointer, 'contradiction', `With these settings ${words} receives files, which Touchline does not post.`),
    ];
  if (!hasCredentials)
    return [fault(pointer, 'contradiction', 'Nothing can be posted without "credentials": send them too.')];
  return under('/settings', posting.faultsOfPush?.(settings) ?? []);
}
