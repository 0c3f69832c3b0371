import { Injectable } from '@nestjs/common';
import { Raw } from 'typeorm';
import type { Caller } from '../../auth/scope.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { type ChangeResult, ConfigurationService } from '../../configuration/configuration.service.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import { Replacement, type Submission } from '../../documents/replacement.js';
import { sightOf } from '../../leads/visibility.js';
import { faultsOfStaying } from '../../people/departure.js';
import {
  type AvailabilityBody,
  normalisedRep,
  RepBody,
  RepByRefBody,
  type RepListQuery,
  RepReplacement,
} from '../../people/rep.dto.js';
import { REPS, type RepRow } from '../../people/rep.table.js';
import type { Page } from '../../platform/http/page.js';
import { faultsOf } from '../../platform/input/checked.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { contradictionOf, readPathRef } from '../../platform/input/path-ref.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { caseless } from '../../platform/values/text.js';
import { DeparturesService } from './departures.service.js';
import { REP } from './rep.kind.js';
import { RepSchema } from './rep.schema.js';

export type RepView = ResourceView<RepBody>;
export const REP_BY_REF = new Replacement<RepByRefBody>(RepByRefBody, RepSchema);

/** The parts of reps that other configuration does not have: ids in other systems, and availability. */
@Injectable()
export class RepsService {
  constructor(
    private readonly resources: ResourceService,
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly clocks: ClockStore,
    private readonly departures: DeparturesService,
  ) {}

  async list({ email, ref, ...page }: RepListQuery, caller: Caller): Promise<Page<RepView>> {
    const directory = await this.directories.now();
    const sight = sightOf(caller, directory);
    if (email === undefined && ref === undefined)
      return this.resources.list(REP, page, sight.all ? undefined : sight.repIds);
    const wanted = [...directory.content.reps.values()].filter((rep) => isWanted(rep, { email, ref }));
    const ids = wanted.map(({ id }) => id).filter((id) => sight.all || sight.repIds.includes(id));
    return this.resources.list(REP, page, ids);
  }

  /** @throws NotFoundError if no rep has this id in the other system, or the caller may not see them */
  async getByRef(key: { system: string; ref: string }, caller: Caller): Promise<RepView> {
    // The faults are ignored: a ref that is not valid matches no rep.
    const { system, ref } = readPathRef(key);
    const directory = await this.directories.now();
    const sight = sightOf(caller, directory);
    const found = [...directory.content.reps.values()].find(({ refs }) => hasRef(refs, system, ref));
    if (found === undefined || !(sight.all || sight.repIds.includes(found.id)))
      throw new NotFoundError(`rep known to ${system} as`, ref);
    return this.resources.get(REP, found.id);
  }

  /**
   * @throws StaleVersionError unless it is meant for the present version
   * @throws OpenLeadsError if it sets the rep inactive and does not say what becomes of their open leads
   */
  async replace(
    id: string,
    taken: Submission<RepReplacement>,
    actor: Actor,
    dryRun = false,
  ): Promise<ChangeResult<RepView>> {
    const { openLeads, ...given } = taken.body;
    refuse(faultsOfStaying(given.active, openLeads));
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const before = await tx.repository(REPS).findOneBy({ id });
      const written = { ...taken, body: given, id, actor, now };
      const view = await this.resources.update(REP, tx, written, begin);
      const turn = { repId: id, wasActive: before!.active, isActive: view.active, openLeads };
      await this.departures.carryOut(tx, [turn], { actor, now, begin });
      return { view, turn };
    };
    const changed = await this.configuration.changeIfDifferentWithConsequence(replace, { dryRun });
    const { view, turn } = changed.outcome;
    if (!dryRun) this.departures.forget([turn]);
    return { ...changed, outcome: view };
  }

  /** @throws StaleVersionError @throws OpenLeadsError */
  async putByRef(
    key: { system: string; ref: string },
    body: RepByRefBody,
    actor: Actor,
    ifMatch: IfMatch,
  ): Promise<{ view: RepView; isNew: boolean }> {
    const { system, ref, faults } = readPathRef(key);
    refuse(faults);
    const { openLeads, ...given } = body;
    refuse(faultsOfStaying(given.active, openLeads));
    const { turns, ...done } = await this.configuration.changeIfDifferent(async (tx, now, begin) => {
      const found = await findByRef(tx, system, ref);
      const taken = REP_BY_REF.take(given, { id: found?.id ?? null, ifMatch });
      const whole = withRef(taken, { system, ref }, found?.refs ?? {});
      const written = { ...whole, id: found?.id ?? newId(now), actor, now };
      if (found !== null) {
        const view = await this.resources.update(REP, tx, written, begin);
        const turns = [{ repId: found.id, wasActive: found.active, isActive: view.active, openLeads }];
        await this.departures.carryOut(tx, turns, { actor, now, begin });
        return { view, isNew: false, turns };
      }
      requireMatch(taken.ifMatch, null);
      begin();
      return { view: await this.resources.insert(REP, tx, written), isNew: true, turns: [] };
    });
    this.departures.forget(turns);
    return done;
  }

  async setAvailability(id: string, { available, until: untilText }: AvailabilityBody, actor: Actor): Promise<RepView> {
    await this.configuration.changeIfDifferent(async (tx, now, begin) => {
      const until = untilText === undefined ? null : instantOf(untilText);
      refuse(faultsOfAvailability(available, until, now));
      const rep = await tx.repository(REPS).findOneBy({ id });
      if (rep === null) throw new NotFoundError('rep', id);
      if (rep.available === available && rep.unavailableUntil === until) return;
      begin();
      await tx.repository(REPS).update({ id }, { available, unavailableUntil: until });
      await this.clocks.cancelTimers(tx, 'available', [id], 'setAnew', now);
      if (until !== null) await this.clocks.addTimers(tx, [{ kind: 'available', repId: id, at: until, now }]);
      await this.configuration.record(tx, {
        type: available ? 'rep.back' : 'rep.away',
        kind: 'rep',
        id,
        at: now,
        actor,
        data: until === null ? {} : { until: toIso(until) },
      });
    });
    return this.resources.get(REP, id);
  }
}

function isWanted(rep: RepRow, { email, ref }: { email: string | undefined; ref: string | undefined }): boolean {
  if (email !== undefined && caseless(rep.email) !== caseless(email)) return false;
  if (ref === undefined) return true;
  const colon = ref.indexOf(':');
  return hasRef(rep.refs, ref.slice(0, colon), ref.slice(colon + 1));
}

function hasRef(refs: RepRow['refs'], system: string, ref: string): boolean {
  return Object.hasOwn(refs, system) && refs[system] === ref;
}

function findByRef(tx: Tx, system: string, ref: string): Promise<RepRow | null> {
  const known = (id: string) => `${id} = (select rep_id from rep_ref where system = :system and ref = :ref)`;
  return tx.repository(REPS).findOneBy({ id: Raw(known, { system, ref }) });
}

/** Adds the ref of the path to the body. @param present the refs of the stored rep, used if the body has none */
function withRef(
  taken: Submission<RepByRefBody>,
  { system, ref }: { system: string; ref: string },
  present: Readonly<Record<string, string>>,
): Submission<RepBody> {
  const { refs = {} } = taken.body;
  const contradiction = contradictionOf(refs, { system, ref });
  const body = normalisedRep({ ...taken.body, refs: { ...(taken.body.refs ?? present), [system]: ref } });
  // Validated again: the ref of the path counts towards the limits of the body.
  return { ...taken, body, faults: [...taken.faults, ...contradiction, ...faultsOf(RepBody, body)] };
}

function faultsOfAvailability(available: boolean, until: Instant | null, now: Instant): Fault[] {
  if (until === null) return [];
  const faults: Fault[] = [];
  if (available) {
    const message = '"until" belongs to "available": false; a rep who is available stays so until it is changed.';
    faults.push(fault('/until', 'contradiction', message));
  }
  if (until <= now) faults.push(fault('/until', 'past', 'Expected an instant in the future.'));
  return faults;
}
