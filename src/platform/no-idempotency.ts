import { SetMetadata } from '@nestjs/common';

export const IDEMPOTENCY_OFF = 'touchline:no-idempotency';

/** A route whose answer holds a secret: it is not kept, so it cannot be given twice. */
export const NoIdempotency = () => SetMetadata(IDEMPOTENCY_OFF, true);
