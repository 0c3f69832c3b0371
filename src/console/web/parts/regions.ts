import type { Schemas } from '../api/api.js';

type Region = Pick<Schemas['HolidayRegion'], 'region' | 'name' | 'within'>;

/** Returns holiday regions with the names of what they are in, `Germany: Berlin`, in the order of these names. */
export function regionsByName(regions: readonly Region[]): { id: string; name: string }[] {
  const known = new Map(regions.map((each) => [each.region, each]));
  const fullName = ({ name, within }: Region): string => {
    const around = within === undefined ? undefined : known.get(within);
    return around === undefined ? name : `${fullName(around)}: ${name}`;
  };
  return regions
    .map((each) => ({ id: each.region, name: fullName(each) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
