import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { NOT_KEPT } from './operation.js';

export const IDEMPOTENCY_OFF = 'touchline:no-idempotency';

/** Marks a route whose answer contains a secret. The answer is not stored, so it cannot be sent again. */
export const NoIdempotency = () => applyDecorators(SetMetadata(IDEMPOTENCY_OFF, true), ApiExtension(NOT_KEPT, true));

export const SECRET_HASH = 'touchline:secret-hash';

/**
 * Marks a route whose request identifies a person. The stored hash of the request includes the key, so that nobody
 * without the key can find out the person by trying.
 */
export const SecretHash = () => SetMetadata(SECRET_HASH, true);
