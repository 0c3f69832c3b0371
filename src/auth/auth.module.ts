import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ApiKeyStore } from './api-key.store.js';
import { AuthService } from './auth.service.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency.store.js';
import { IdempotencySweep } from './idempotency.sweep.js';
import { KeyUses } from './key-uses.service.js';
import { QueryGuard } from './query.guard.js';

@Global()
@Module({
  providers: [
    ApiKeyStore,
    AuthService,
    KeyUses,
    IdempotencyStore,
    IdempotencySweep,
    { provide: APP_GUARD, useClass: QueryGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [ApiKeyStore, AuthService, IdempotencyStore],
})
export class AuthModule {}
