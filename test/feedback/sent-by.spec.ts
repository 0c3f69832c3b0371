import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PLATFORM_NAMES } from '../../src/feedback/platform.js';
import { platformOf, transportOf } from '../../src/feedback/platforms.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/platform/values/duration.js';

const [, section = ''] =
  /^### What each platform is told by\n(.*?)^## /ms.exec(readFileSync('docs/api.md', 'utf8')) ?? [];
const [shared = '', ...parts] = section.split(/^- (?=\*\*)/m);

const partOf = (platform: string) => parts.find((part) => part.includes(`(\`${platform}\`)`)) ?? '';
const named = (part: string) => [...part.matchAll(/`([A-Za-z]+)`/g)].map(([, name]) => name!);

describe('the page on the API describes', () => {
  it('every platform, and no other', () => {
    expect(parts.map((part) => named(part)[0])).toEqual([...PLATFORM_NAMES]);
  });

  it.each(PLATFORM_NAMES)('%s: its settings, what a rule sends, and its credentials', (platform) => {
    const { settings, send, posting, words } = platformOf(platform);
    const part = partOf(platform);
    expect(part.toLowerCase()).toContain(`**${words.toLowerCase()}**`);
    for (const [group, schema] of Object.entries({ settings, send, credentials: posting.credentials })) {
      const line = part.split('\n').find((each) => each.includes(`- \`${group}\`:`)) ?? '';
      const missing = Object.keys(schema.properties).filter((name) => !named(line + shared).includes(name));
      expect({ group, missing }).toEqual({ group, missing: [] });
    }
  });

  it.each(PLATFORM_NAMES)('%s: by which identifiers it knows a lead, and when', (platform) => {
    const part = partOf(platform);
    const settings = { transport: platform === 'microsoft' ? 'api' : 'adsApi', pixelId: 'P' };
    const own = platformOf(platform).identifiers.own(settings);
    if (platform !== 'generic') expect(named(part)).toEqual(expect.arrayContaining([...own]));
    const { windows, abilities } = transportOf(platform, settings, 'conversion');
    const { afterClickMs, conversion, adjustmentMs } = windows;
    if (afterClickMs > 0) expect(part).toMatch(new RegExp(`has to be ${afterClickMs / MS_PER_HOUR} hours? old`));
    if (conversion !== null) expect(part).toContain(`taken for ${conversion.ms / MS_PER_DAY} days`);
    if (adjustmentMs !== null && adjustmentMs !== conversion?.ms)
      expect(part).toContain(`for ${adjustmentMs / MS_PER_DAY} days`);
    expect(part.includes('and stays.')).toBe(!abilities.retract && !abilities.restate);
  });
});
