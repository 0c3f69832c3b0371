import { Injectable } from '@nestjs/common';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { warningsOfRouting } from '../../directory/warnings.js';
import { changesBetween } from '../../documents/change.js';
import { requireMatch } from '../../documents/if-match.js';
import type { Submission } from '../../documents/replacement.js';
import { type VersionView, type Warning, withWarnings } from '../../documents/version.schema.js';
import type { Actor } from '../../platform/actor.js';
import type { Tx } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/duration.js';
import { type Page, type PageRequest, readCursor, toPage } from '../../platform/page.js';
import { NotFoundError, refuse } from '../../platform/refusal.js';
import { Turns } from '../../platform/turns.js';
import type { RoutingBody } from '../../routing/routing.dto.js';
import {
  faultsOfFallback,
  faultsOfRules,
  NO_RULES,
  normalisedFallback,
  normalisedRules,
  ROUTING_ID,
  type RulebookBody,
} from '../../routing/rulebook.js';
import { RulebookStore, type RulebookVersionRow } from '../../routing/rulebook.store.js';
import { prepareRules } from '../../routing/rules.js';

const NEWEST = 2 ** 31 - 1;

export type RulebookView = RulebookBody & { readonly version: number; readonly warnings?: readonly Warning[] };

/** The rules of routing, kept as a whole: a change replaces all of them and makes a version. */
@Injectable()
export class RulebookService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly store: RulebookStore,
  ) {}

  async get(): Promise<RulebookView> {
    return view(await this.store.readLatest());
  }

  /** With what is unwise about them. @throws StaleVersionError unless it is meant for the present version */
  async put(
    { body: given, ifMatch, restores }: Submission<RoutingBody>,
    actor: Actor,
    dryRun: boolean,
  ): Promise<RulebookView> {
    // Before the lock, which everything that happens to leads would wait for.
    await prepareRules(given.rules, new Turns());
    const body = { rules: normalisedRules(given.rules), fallback: normalisedFallback(given.fallback) };
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const present = view(await this.store.readLatest(tx));
      requireMatch(ifMatch, present.version);
      const directory = await this.directories.current(tx);
      refuse([...faultsOfRules(body.rules, directory), ...faultsOfFallback(body.fallback, directory)]);
      const version = present.version + 1;
      // A write that changes nothing makes no version and no event.
      if (changesBetween({ ...present, version }, { ...body, version }).length === 0) return present;
      begin();
      await this.store.add(tx, { version, restores, body, at: now, actor });
      await this.configuration.record(tx, {
        type: 'config.changed',
        kind: 'routing',
        id: ROUTING_ID,
        at: now,
        actor,
        data: { kind: 'routing', version, change: 'replaced', ...(restores !== undefined && { restores }) },
      });
      return { ...body, version };
    };
    const changed = await this.configuration.changeIfDifferentAndTell(replace, { dryRun });
    return withWarnings(changed.outcome, warningsOfRouting((await this.directories.ofChange(changed)).content));
  }

  /** Newest first. */
  async versions(page: PageRequest): Promise<Page<VersionView>> {
    const { limit = 100, cursor } = page;
    const before = cursor === undefined ? NEWEST : (readCursor(cursor, ['number'])[0] as number);
    // Each version is shown as its difference from the one before it, which the row beyond the page is for the last.
    const rows = await this.store.readVersions(before, limit + 1);
    const views = rows.map((row, index) => ({
      version: row.version,
      ...(row.restores !== null && { restores: row.restores }),
      at: toIso(row.at),
      by: { type: row.actorType, id: row.actorId },
      changes: changesBetween(rows[index + 1]?.body ?? NO_RULES, row.body),
    }));
    return toPage(views, limit, (row) => [row.version]);
  }

  /** @throws NotFoundError where there is no such version: before the first there were no rules */
  async version(version: number): Promise<RulebookVersionRow> {
    const [row] = await this.store.readVersions(version + 1, 1);
    if (row?.version !== version) throw new NotFoundError('version of the routing rules', String(version));
    return row;
  }
}

function view(row: { version: number; body: RulebookBody } | undefined): RulebookView {
  return row === undefined ? { ...NO_RULES, version: 0 } : { ...row.body, version: row.version };
}
