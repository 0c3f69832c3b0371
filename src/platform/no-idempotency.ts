import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { NOT_KEPT } from './operation.js';

export const IDEMPOTENCY_OFF = 'touchline:no-idempotency';

/** A route whose answer holds a secret: it is not kept, so it cannot be given twice. */
export const NoIdempotency = () => applyDecorators(SetMetadata(IDEMPOTENCY_OFF, true), ApiExtension(NOT_KEPT, true));
