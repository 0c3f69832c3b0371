import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { GROUPS_MAX } from '../../figures/figure.js';
import { readRequest } from '../../figures/report-request.js';
import { namesOf } from '../../leads/lead.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import type { KindVersion } from '../kinds/handoff-kind.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import { type LeadMap, leadMapOf, leadsInWords, spanOfLeads } from '../lead-map/lead-map.js';
import { LeadMapStore } from '../lead-map/lead-map.store.js';
import { HandoffCountStore, type HandoffScope } from '../reports/handoff-count.store.js';
import type { HandoffCounts } from '../reports/handoff-counts.js';
import { handoffGroupsOf, handoffNumbersOf } from '../reports/handoff-numbers.js';
import { HandoffReasonStore } from '../reports/handoff-reason.store.js';
import { arrowsOf, ofKind } from './arrows.js';
import { DIAGNOSIS_QUESTIONS, type DiagnosisQuestion, diagnosisNumbersOf, diagnosisOf } from './diagnosis.js';
import type { HandoffMapQuery } from './handoff-map.schema.js';
import { mapViewOf } from './handoff-map.view.js';
import { handoffMapOf } from './kind-map.js';
import { inOrderOfStarts, type Workflow, worstHandoffOf } from './workflows.js';

/** A quarter. */
const DEFAULT_MS = 91 * MS_PER_DAY;
/** A map of more kinds is no use: the request must name one. */
const KINDS_MAX = 100;

/** What is drawn: the kinds, or one of them, with the counts of their handoffs. */
interface MapContent {
  readonly scope: HandoffScope;
  readonly counted: HandoffCounts;
  readonly workflows: readonly Workflow[];
  /** Null for the map of one kind. */
  readonly leads: LeadMap | null;
}

function viewOf({ scope, leads, workflows }: MapContent) {
  return mapViewOf(scope.span, leads, workflows, scope.kindId !== null);
}

/** The map of handoffs and the diagnosis from it: see docs/adr/0050. */
@Injectable()
export class HandoffMapService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly counts: HandoffCountStore,
    private readonly reasons: HandoffReasonStore,
    private readonly leads: LeadMapStore,
    private readonly kinds: KindArchive,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with everything that is wrong with the request */
  async map(query: HandoffMapQuery, caller: Caller) {
    return viewOf(await this.draw(query, caller));
  }

  async diagnosis(query: HandoffMapQuery, caller: Caller) {
    return this.diagnose(await this.draw(query, caller));
  }

  async page(query: HandoffMapQuery, caller: Caller) {
    const drawn = await this.draw(query, caller);
    return {
      map: viewOf(drawn),
      diagnosis: await this.diagnose(drawn),
      timeZone: drawn.scope.timeZone,
    };
  }

  /** Throws an InvalidRequestError if no map can be drawn for a request, so that no link is made for it. */
  async check(query: HandoffMapQuery): Promise<void> {
    const { faults } = await this.kinds.readRequested(this.database.reads, query.kind);
    refuse(this.read(query, await this.directories.now()).faults, faults);
  }

  private async diagnose({ scope, counted, workflows, leads }: MapContent) {
    const total = handoffNumbersOf(handoffGroupsOf(counted).all);
    const { warnings, amendments } = await this.reasons.readChases(scope);
    const answers = diagnosisOf({ workflows, total, warnings, amendments });
    return {
      from: toIso(scope.span.from),
      to: toIso(scope.span.to),
      answers: (Object.keys(DIAGNOSIS_QUESTIONS) as DiagnosisQuestion[]).map((about) => ({
        about,
        question: DIAGNOSIS_QUESTIONS[about],
        text: answers[about],
      })),
      leads: leads === null ? null : leadsInWords(leads),
      worst: worstHandoffOf(workflows),
      numbers: diagnosisNumbersOf({ total, warnings, amendments }),
      money: await this.reasons.readMoney(scope),
    };
  }

  private read(query: HandoffMapQuery, directory: Directory) {
    const { timeZone } = directory.content.settings;
    return readRequest({ ...query }, this.time.now(), [], { timeZone, what: 'Handoffs', defaultMs: DEFAULT_MS });
  }

  private async draw(query: HandoffMapQuery, caller: Caller): Promise<MapContent> {
    const directory = await this.directories.now();
    const { span, faults } = this.read(query, directory);
    const { kindId, faults: unknown } = await this.kinds.readRequested(this.database.reads, query.kind);
    refuse(faults, unknown);
    const scope: HandoffScope = {
      span,
      kindId,
      by: ['kind', 'stage'],
      timeZone: directory.content.settings.timeZone,
      repIds: may(caller, 'read') ? null : dealSightOf(caller, directory).repIds,
    };
    const counted = await this.counts.count(scope, GROUPS_MAX);
    const kinds = counted === null ? null : await this.kindsOf(kindId, counted);
    if (counted === null || kinds === null) refuse(tooMany());
    const leads = kindId === null ? await this.leadsOf(scope, query.from !== undefined) : null;
    return { scope, counted: counted!, workflows: workflowsOf(kinds!, counted!, directory), leads };
  }

  private async leadsOf({ span, repIds }: HandoffScope, isAsked: boolean): Promise<LeadMap> {
    const ofLeads = spanOfLeads(span, isAsked);
    return leadMapOf(await this.leads.count({ span: ofLeads, repIds }), ofLeads);
  }

  /**
   * Returns the present kinds, and deleted ones with handoffs in the counts. @returns null if there are more than
   * KINDS_MAX
   */
  private async kindsOf(kindId: string | null, counted: HandoffCounts) {
    const { reads } = this.database;
    const present = await this.kinds.present(reads, kindId, KINDS_MAX + 1);
    const isPresent = new Set(present.map((pin) => pin.kindId));
    const ids = kindId === null ? [...isPresent, ...counted.handedOver.map(({ first }) => first)] : [kindId];
    const pins = [...new Set(ids)].map((each) => ({ kindId: each, kindVersion: null }));
    if (pins.length > KINDS_MAX) return null;
    const kindOf = await this.kinds.load(reads, pins);
    return pins.map((pin) => ({ kind: kindOf(pin), isDeleted: !isPresent.has(pin.kindId) }));
  }
}

function tooMany(): Fault {
  const message = `There are more than ${KINDS_MAX} kinds of handoff: ask for the map of one of them.`;
  return fault('/kind', 'tooMany', message);
}

function workflowsOf(
  kinds: readonly { readonly kind: KindVersion; readonly isDeleted: boolean }[],
  counted: HandoffCounts,
  directory: Directory,
): Workflow[] {
  const names = namesOf(directory);
  const workflows = kinds.map(({ kind: { id, version, body }, isDeleted }): Workflow => {
    const { all, group, former } = ofKind(counted, id, body.receivers);
    const map = handoffMapOf(body, names, former);
    return {
      kindId: id,
      kindVersion: version,
      name: body.name,
      start: body.start,
      isDeleted,
      map,
      arrows: arrowsOf(map, group),
      numbers: handoffNumbersOf(all),
    };
  });
  return inOrderOfStarts(workflows);
}
