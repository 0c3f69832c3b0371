import type { Fault } from '../../platform/fault.js';
import { step } from '../../platform/fault.js';
import type { ChannelBody, ChannelDocument, ChannelSecrets } from './channel.dto.js';
import type { ChannelKind } from './channel.js';

type Settings = ChannelBody['settings'];

/** What each kind asks for. */
const ASKED: Readonly<
  Record<
    ChannelKind,
    { readonly open: readonly (keyof Settings)[]; readonly secret: readonly (keyof ChannelSecrets)[] }
  >
> = {
  slack: { open: ['channelId'], secret: ['botToken', 'signingSecret'] },
  teams: { open: [], secret: ['url'] },
};

/** Takes what is secret out of the settings; ids are compared as text, in lower case. */
export function apart({ settings, poolIds, teamIds, ...body }: ChannelBody): ChannelDocument {
  const { channelId, ...secrets } = settings;
  return {
    ...body,
    settings: channelId === undefined ? {} : { channelId },
    poolIds: poolIds.map((id) => id.toLowerCase()),
    teamIds: teamIds.map((id) => id.toLowerCase()),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
}

/** By which a bot of Slack is let in: neither a person nor an app as such, whose tokens begin otherwise. */
const BOT_TOKEN = /^(xoxe\.)?xoxb-[\w-]+$/;

/** @param isNew whether it has no secrets yet */
export function faultsOfSettings({ kind, settings, secrets = {} }: ChannelDocument, isNew: boolean): Fault[] {
  const { open, secret } = ASKED[kind];
  const given = { ...settings, ...secrets };
  const at = (name: string) => `/settings${step(name)}`;
  const asked = [...open, ...(isNew || Object.keys(secrets).length > 0 ? secret : [])];
  const missing = asked.filter((name) => given[name] === undefined);
  const foreign = Object.keys(given).filter((name) => ![...open, ...secret].some((each) => each === name));
  const isOfBot = kind !== 'slack' || given.botToken === undefined || BOT_TOKEN.test(given.botToken);
  return [
    ...(isOfBot
      ? []
      : [
          {
            pointer: at('botToken'),
            code: 'format',
            message: 'Expected the Bot User OAuth Token of the app, which begins with xoxb-.',
          },
        ]),
    ...missing.map((name) => ({ pointer: at(name), code: 'required', message: `A channel of ${kind} needs ${name}.` })),
    ...foreign.map((name) => ({ pointer: at(name), code: 'unknown', message: `A channel of ${kind} has no ${name}.` })),
  ];
}
