import { Injectable } from '@nestjs/common';
import { DispositionStore } from '../../disposition/disposition.store.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { type ExternalKey, externalKey } from '../../leads/external-key.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { InquiryRow } from '../../leads/inquiry.table.js';
import type { LeadDocument } from '../../leads/lead.js';
import { LeadStore } from '../../leads/lead.store.js';
import { type KnownPerson, learn, relationOf, type SamePerson } from '../../leads/same-person.js';
import { SamePersonStore } from '../../leads/same-person.store.js';
import type { Actor } from '../../platform/values/actor.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { followCondition } from '../clocks/pausing.js';
import { ReopeningService } from '../closing/reopening.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import {
  effectOf,
  type FirstTouch,
  firstTouchAfter,
  inquiredFacts,
  inquiryOf,
  notifyOfForm,
  restartFirstTouch,
  type SentBefore,
  sentBefore,
  whoAttends,
} from './joining.js';
import { NewDemand } from './new-demand.service.js';
import { warnOfCalling } from './serving-by-address.js';
import { Suppressing } from './suppressing.service.js';

/** A form of a person who has a lead already. */
export interface JoiningForm {
  readonly document: LeadDocument;
  readonly actor: Actor;
  /** The id that its request gives it. */
  readonly givenId: string | undefined;
  /** The source and external id, in all spellings of the source. */
  readonly keys: readonly ExternalKey[];
  readonly same: SamePerson;
  /** The suppression because of which its number must not be called. */
  readonly uncalled?: SuppressionRow | undefined;
}

/** The result for a form. `none`: its lead is no longer one that it could join. */
export type JoiningResult = SentBefore | { readonly status: 'none' };

/** The persons of leads under their locks, which the forms that join change. */
class JoinedPersons {
  constructor(private readonly known: ReadonlyMap<string, KnownPerson>) {}

  /** Another form may have joined the lead since it was looked up, or come before this one in the batch. */
  isSame({ same, document }: JoiningForm): boolean {
    const person = this.known.get(same.id) ?? { emails: [], names: [] };
    return relationOf(document, { ...same, ...person }, { address: false, number: false }) === 'same';
  }

  add({ same, document }: JoiningForm): void {
    const person = this.known.get(same.id);
    if (person !== undefined) learn(person, document);
  }
}

const NONE: JoiningResult = { status: 'none' };

/** Joins forms to the leads of the same persons. */
@Injectable()
export class JoiningService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly leads: LeadStore,
    private readonly inquiries: InquiryStore,
    private readonly dispositions: DispositionStore,
    private readonly reopening: ReopeningService,
    private readonly suppressing: Suppressing,
    private readonly persons: SamePersonStore,
    private readonly newDemand: NewDemand,
  ) {}

  /** Joins all forms in one transaction, which locks their leads so that they do not change meanwhile. */
  join(forms: readonly JoiningForm[]): Promise<JoiningResult[]> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      const cases = await this.cases.open(tx, [...new Set(forms.map(({ same }) => same.id))].sort(), {
        withDocuments: true,
      });
      const opened = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
      const work = this.lifecycle.workOn(cases, context, forms[0]!.actor);
      const known = new Map(
        await this.inquiries.findExisting(
          tx,
          forms.flatMap(({ keys }) => keys),
        ),
      );
      const closings = await this.dispositions.readMany(
        tx,
        cases.flatMap(({ lead }) => lead.dispositionId ?? []),
      );
      const waking = new Map<LeadCase, string>();
      const asking = new Map<LeadCase, string>();
      const unwanted = await this.unwanted(context, cases);
      const askedAt = forms.map(({ document }) => document.receivedAt);
      const isNewDemand = await this.newDemand.read(context, cases, Math.min(...askedAt));
      const persons = new JoinedPersons(
        await this.persons.readPersons(
          tx,
          forms.map(({ same }) => same),
        ),
      );
      const rows: InquiryRow[] = [];
      const told: JoinedForm[] = [];
      const results = forms.map((form): JoiningResult => {
        const before = form.keys.map(externalKey).find((key) => known.has(key));
        if (before !== undefined) return sentBefore(known.get(before)!);
        const leadCase = opened.get(form.same.id);
        const closing = closings.get(leadCase?.lead.dispositionId ?? '');
        // A lead that an earlier form wakes is open for the later ones.
        const effect =
          leadCase === undefined
            ? 'none'
            : waking.has(leadCase)
              ? 'joined'
              : effectOf(leadCase, form.document, closing, work);
        if (
          leadCase === undefined ||
          effect === 'none' ||
          (effect === 'woken' && unwanted.has(leadCase)) ||
          !persons.isSame(form)
        )
          return NONE;
        persons.add(form);
        const row = inquiryOf(leadCase, form.document, {
          id: form.givenId ?? newId(form.document.receivedAt),
          matchedBy: form.same.by,
          became: effect,
        });
        rows.push(row);
        for (const key of form.keys) known.set(externalKey(key), { leadId: row.leadId, inquiryId: row.id });
        const firstTouch = asking.has(leadCase)
          ? 'stillOwed'
          : firstTouchAfter(leadCase, isNewDemand(leadCase, form.document.receivedAt));
        told.push({ leadCase, form, row, firstTouch, formerOwnerId: leadCase.lead.ownerId });
        inquire(work, told.at(-1)!);
        if (effect === 'woken') waking.set(leadCase, row.id);
        else if (firstTouch === 'begins' && !restartFirstTouch(work, leadCase)) asking.set(leadCase, row.id);
        return { status: 'joined', id: row.leadId, inquiryId: row.id };
      });
      await this.inquiries.insertMany(tx, rows);
      await this.keepConsent(context, work, pluck(told, 'form'), opened);
      await this.reopening.renew({ context, work }, asking);
      if (waking.size > 0)
        await this.reopening.bringBack({ context, work }, [...waking.keys()], 'contact', {
          because: { inquiryIds: waking },
        });
      // The new cycles are known only now, with their owners and deadlines.
      for (const each of told) notifyOfJoined(work, each);
      await this.lifecycle.save(tx, work);
      return results;
    });
  }

  /**
   * Returns closed leads of persons who are suppressed as they were known so far. They stay closed: what the person says
   * now, by another address, becomes a lead of its own.
   */
  private async unwanted({ tx, now }: TransactionContext, cases: readonly LeadCase[]): Promise<ReadonlySet<LeadCase>> {
    const closed = cases.filter(({ lead }) => lead.status !== 'open' && !lead.test);
    const blocked = closed.length === 0 ? new Map() : await this.suppressing.blocking(tx, closed, now);
    return new Set(closed.filter(({ lead }) => blocked.has(lead.id)));
  }

  /** Stores the latest consent about ad platforms that the person gave. @param forms those that have joined */
  private async keepConsent(
    { tx }: TransactionContext,
    work: UnitOfWork,
    forms: readonly JoiningForm[],
    opened: ReadonlyMap<string, LeadCase>,
  ): Promise<void> {
    const changed = new Map<string, LeadDocument>();
    for (const { document, same } of forms) {
      const leadCase = opened.get(same.id);
      if (leadCase === undefined || document.consent === null) continue;
      const before = leadCase.document!;
      if (JSON.stringify(before.consent) === JSON.stringify(document.consent)) continue;
      leadCase.document = { ...before, consent: document.consent };
      changed.set(same.id, leadCase.document);
    }
    for (const leadId of changed.keys()) {
      const leadCase = opened.get(leadId)!;
      work.record(leadCase, 'lead.updated', { fields: ['consent'] });
      if (leadCase.lead.status === 'open') followCondition(work, leadCase, work.now);
    }
    await this.leads.updateDocuments(
      tx,
      Array.from(changed, ([id, document]) => ({ id, document })),
    );
  }
}

/** A form that has joined a lead. */
interface JoinedForm {
  readonly leadCase: LeadCase;
  readonly form: JoiningForm;
  readonly row: InquiryRow;
  readonly firstTouch: FirstTouch | null;
  /** The owner when it came. */
  readonly formerOwnerId: string | null;
}

function inquire(work: UnitOfWork, { leadCase, form: { document, actor }, row, firstTouch }: JoinedForm): void {
  work.record(leadCase, 'lead.inquired', inquiredFacts(row, document, firstTouch), actor);
  leadCase.lead = { ...leadCase.lead, updatedAt: work.now };
}

/**
 * Notifies whoever attends to a lead that was open when the form came. A rep who has got the lead because of the form is
 * notified of that.
 */
function notifyOfJoined(work: UnitOfWork, { leadCase, form, row, firstTouch, formerOwnerId }: JoinedForm): void {
  const { lead } = leadCase;
  if (firstTouch === null || lead.status !== 'open') return;
  const isTheirs = lead.ownerId === formerOwnerId || lead.ownerId === null;
  for (const repId of whoAttends(work.directory, lead)) {
    if (isTheirs) notifyOfForm(work, repId, leadCase, row, firstTouch);
    warnOfCalling(work, repId, leadCase, form.uncalled);
  }
}
