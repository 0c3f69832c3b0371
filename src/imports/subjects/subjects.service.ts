import type { FactoryProvider, Type } from '@nestjs/common';
import { AccountTaking } from './accounts/account-taking.service.js';
import type { ImportSubject } from './all.js';
import { ContractTaking } from './contracts/contract-taking.service.js';
import { DealTaking } from './deals/deal-taking.service.js';
import { LeadTaking } from './leads/lead-taking.service.js';
import { RepTaking } from './reps/rep-taking.service.js';
import type { SubjectTaking } from './subject.js';
import { SuppressionTaking } from './suppressions/suppression-taking.service.js';
import { TouchTaking } from './touches/touch-taking.service.js';

const TAKINGS: Readonly<Record<ImportSubject, Type<SubjectTaking>>> = {
  leads: LeadTaking,
  suppressions: SuppressionTaking,
  accounts: AccountTaking,
  reps: RepTaking,
  touches: TouchTaking,
  deals: DealTaking,
  contracts: ContractTaking,
};
const SUBJECTS = Object.keys(TAKINGS) as ImportSubject[];

/** How the rows of each subject are taken in. */
export class Subjects {
  constructor(private readonly takings: ReadonlyMap<ImportSubject, SubjectTaking>) {}

  of(subject: ImportSubject): SubjectTaking {
    return this.takings.get(subject)!;
  }
}

const PROVIDER: FactoryProvider<Subjects> = {
  provide: Subjects,
  inject: Object.values(TAKINGS),
  useFactory: (...takings: SubjectTaking[]) =>
    new Subjects(new Map(SUBJECTS.map((subject, place) => [subject, takings[place]!]))),
};

export const SUBJECT_PROVIDERS = [...Object.values(TAKINGS), PROVIDER];
