import { Module } from '@nestjs/common';
import { ConnectorAuthStore } from './connector-auth.store.js';
import { Tools } from './tools.service.js';

const OFFERED = [ConnectorAuthStore, Tools];

@Module({ providers: OFFERED, exports: OFFERED })
export class RecordsModule {}
