import type { DeliveryKind } from './delivery.js';
import type { Platform, PlatformDefinition, Transport } from './platform.js';
import { GENERIC } from './platforms/generic.js';
import { GOOGLE_ADS } from './platforms/google-ads.js';
import { LINKEDIN } from './platforms/linkedin.js';
import { META } from './platforms/meta.js';
import { MICROSOFT } from './platforms/microsoft.js';
import { TIKTOK } from './platforms/tiktok.js';

export const PLATFORMS = {
  googleAds: GOOGLE_ADS,
  meta: META,
  linkedin: LINKEDIN,
  microsoft: MICROSOFT,
  tiktok: TIKTOK,
  generic: GENERIC,
} satisfies Record<Platform, PlatformDefinition>;

export const PLATFORM_HOSTS: readonly string[] = Object.values(PLATFORMS).flatMap(({ posting }) => posting.hosts);

/** Pass only checked settings to its functions. */
export function platformOf(platform: Platform): PlatformDefinition {
  return PLATFORMS[platform];
}

export function transportOf(platform: Platform, settings: object, kind: DeliveryKind): Transport {
  return platformOf(platform).transport(settings, kind);
}
