import { defineRefusal } from '../../platform/input/refusal.js';

export class WrongProofError extends defineRefusal('connection-unproven', 'unauthenticated', 'It is not proven') {
  constructor() {
    super('Expected the secret of the connection, as its product sends it.');
  }
}

export class HandshakeRefusedError extends defineRefusal('handshake-refused', 'forbidden', 'It is another token') {
  constructor() {
    super('Expected hub.mode=subscribe, and the verify token of the connection as hub.verify_token.');
  }
}

export class ConnectionFullError extends defineRefusal('connection-full', 'tooMany', 'Too much waits already') {
  override readonly retryAfterSeconds = 3_600;

  constructor() {
    super('So much of this connection waits to be looked at that nothing doubtful is stored any more.');
  }
}

export class AlreadyTakenError extends defineRefusal('already-taken', 'conflict', 'It has become a lead already') {
  constructor(readonly leadId: string) {
    super(`It became the lead ${leadId}; it can be replayed until it is one.`);
  }
}

export class ErasedArrivalError extends defineRefusal('arrival-erased', 'conflict', 'What arrived is gone') {
  constructor() {
    super('What arrived was erased, or sealed with another key, so it cannot be read again.');
  }
}
