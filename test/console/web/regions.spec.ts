import { expect, it } from '@jest/globals';
import { regionsByName } from '../../../src/console/web/parts/regions.js';
import { presentName, TIME_ZONES } from '../../../src/console/web/parts/time-zones.js';

it('regions are listed by the name that is shown, beside what they are in', () => {
  const regions = [
    { region: 'CH', name: 'Switzerland' },
    { region: 'CH-ZH', name: 'Canton of Zürich', within: 'CH' },
    { region: 'DE', name: 'Germany' },
    { region: 'DE-BY', name: 'Bayern', within: 'DE' },
    { region: 'DE-BY-A', name: 'Stadt Augsburg', within: 'DE-BY' },
    { region: 'AX', name: 'Åland Islands' },
  ];
  expect(regionsByName(regions).map(({ name }) => name)).toEqual([
    'Åland Islands',
    'Germany',
    'Germany: Bayern',
    'Germany: Bayern: Stadt Augsburg',
    'Switzerland',
    'Switzerland: Canton of Zürich',
  ]);
});

it('time zones have their present names, each once', () => {
  expect(presentName('Asia/Calcutta')).toBe('Asia/Kolkata');
  expect(TIME_ZONES).toContain('Europe/Kyiv');
  expect(TIME_ZONES).not.toContain('Europe/Kiev');
  expect(new Set(TIME_ZONES).size).toBe(TIME_ZONES.length);
  expect(TIME_ZONES.slice(1)).toEqual([...TIME_ZONES.slice(1)].sort());
});
