import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { NOT_KEPT } from './operation.js';

export const IDEMPOTENCY_OFF = 'touchline:no-idempotency';

/** A route whose answer holds a secret: it is not kept, so it cannot be given twice. */
export const NoIdempotency = () => applyDecorators(SetMetadata(IDEMPOTENCY_OFF, true), ApiExtension(NOT_KEPT, true));

export const SECRET_HASH = 'touchline:secret-hash';

/** A route whose request names somebody: by what is kept of it nobody can try who it was without the key that asked. */
export const SecretHash = () => SetMetadata(SECRET_HASH, true);
