import { alwaysOpen } from '../../src/calendar/working-time.js';
import { Directory, type DirectoryContent } from '../../src/directory/directory.js';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly managerId?: string;
}

/** The configuration, as far as what is said and seen of leads depends on it. */
export function aDirectory(
  facts: { reps?: readonly Named[]; pools?: readonly Named[]; queueOwnerId?: string; defaultCountry?: string } = {},
): Directory {
  const byId = (things: readonly Named[] = []) => new Map(things.map((thing) => [thing.id, thing]));
  const content = {
    settings: { defaultCountry: facts.defaultCountry ?? null, backdating: { rep: 'PT15M', integration: 'P7D' } },
    reps: byId(facts.reps),
    pools: byId(facts.pools),
    teams: [],
    rulebook: { queueOwnerId: facts.queueOwnerId ?? null },
  };
  return new Directory(content as unknown as DirectoryContent, () => alwaysOpen);
}
