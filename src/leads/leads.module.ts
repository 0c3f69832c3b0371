import { Module } from '@nestjs/common';
import { ActivityStore } from './activity.store.js';
import { HolderStore } from './holder.store.js';
import { InquiryStore } from './inquiry.store.js';
import { LeadStore } from './lead.store.js';
import { LeadCompanyStore } from './lead-company.store.js';
import { LeadListStore } from './lead-list.store.js';
import { LeadMatchStore } from './lead-match.store.js';
import { LeadTallyStore } from './lead-tally.store.js';
import { MilestoneStore } from './milestone.store.js';
import { TouchRhythmStore } from './touch-rhythm.store.js';
import { UrgentLeadsStore } from './urgent-leads.store.js';
import { WaitingStore } from './waiting.store.js';

const OFFERED = [
  ActivityStore,
  HolderStore,
  LeadCompanyStore,
  LeadListStore,
  LeadMatchStore,
  LeadStore,
  LeadTallyStore,
  InquiryStore,
  MilestoneStore,
  TouchRhythmStore,
  UrgentLeadsStore,
  WaitingStore,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class LeadsModule {}
