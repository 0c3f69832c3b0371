import { Module } from '@nestjs/common';
import { CrmSecretStore } from './connections/crm-secret.store.js';
import { CrmOddityStore } from './crm-oddity.store.js';
import { CrmReadinessStore } from './crm-readiness.store.js';
import { CrmToldStore } from './crm-told.store.js';

const OFFERED = [CrmSecretStore, CrmOddityStore, CrmReadinessStore, CrmToldStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class CrmDataModule {}
