import { Module } from '@nestjs/common';
import { CrmSecretStore } from './connections/crm-secret.store.js';
import { CrmReadinessStore } from './crm-readiness.store.js';
import { CrmToldStore } from './crm-told.store.js';
import { CrmWarningStore } from './crm-warning.store.js';

const OFFERED = [CrmSecretStore, CrmWarningStore, CrmReadinessStore, CrmToldStore];

/** The stores of CRM connections, without their routes: handoffs, erasure and setup read them too. */
@Module({ providers: OFFERED, exports: OFFERED })
export class CrmDataModule {}
