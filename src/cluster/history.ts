/** The past of a session's run, and its other futures. */
import type { HistoryAsk, HistoryStatus } from '../client/history';

/** The name of the future that a run begins with. */
export const MAIN = 'main';

/** Keeps one session's branches and checkpoints. */
export class History {
  readonly #status: HistoryStatus = {
    branch: '1',
    branches: [{ id: '1', name: MAIN, untilMs: 0 }],
    keptBytes: 0,
  };

  status(): HistoryStatus {
    return this.#status;
  }

  async ask(ask: HistoryAsk): Promise<void> {
    throw new Error(`${ask.type} is not built yet`);
  }
}
