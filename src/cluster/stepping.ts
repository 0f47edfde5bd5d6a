/** Running on until something happens: the session's answers to `SteppingAsk`. */
import type { Stop, SteppingAsk } from '../client/stepping';

export class Stepping {
  async ask(ask: SteppingAsk): Promise<Stop> {
    throw new Error(`${ask.type} is not built yet`);
  }
}
