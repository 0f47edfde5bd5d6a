/** Speaks the worker's own protocol, past the page: a second engine in the browser, to compare with one in Node. */
import type { Page } from '@playwright/test';
import type { Question } from '../../src/client/protocol';
import type { Run } from '../../src/client/simulation';

/** Where a run stood when it was asked, and its hash there. */
export interface Hashed {
  readonly run: Run;
  readonly hash: string;
}

/** The address of the script that the page's engine runs. */
export async function engineScript(page: Page): Promise<string> {
  const found = () => page.workers().find((worker) => /\/worker-[^/]+\.js$/.test(new URL(worker.url()).pathname));
  const worker = found() ?? (await page.waitForEvent('worker', { predicate: () => found() !== undefined }));
  return (found() ?? worker).url();
}

/** Puts `questions` to a fresh worker one after another; a number waits until virtual time has passed that run time. */
export async function askWorker(
  page: Page,
  questions: readonly (Question | { readonly type: 'until'; readonly runMs: number })[],
): Promise<Hashed> {
  const script = await engineScript(page);
  return page.evaluate(
    async ([address, list]) => {
      const worker = new Worker(address, { type: 'module' });
      let id = 0;
      let passed = (_: { now: number; startedAt: number }) => {};
      const waiting = new Map<number, { done: (answer: unknown) => void; fail: (error: Error) => void }>();
      worker.onmessage = ({ data }) => {
        if (data.type === 'frame') return passed(data.status);
        if (data.type === 'answer') waiting.get(data.id)?.done(data.answer);
        else waiting.get(data.id)?.fail(new Error(data.message));
        return undefined;
      };
      const ask = (question: unknown) =>
        new Promise<unknown>((done, fail) => {
          id += 1;
          waiting.set(id, { done, fail });
          worker.postMessage({ type: 'ask', id, question });
        });
      for (const question of list) {
        if (question.type !== 'until') await ask(question);
        else
          await new Promise<void>((done) => {
            passed = ({ now, startedAt }) => {
              if (now - startedAt >= question.runMs) done();
            };
          });
      }
      const hash = String(await ask({ type: 'stateHash' }));
      const run = await ask({ type: 'exportRun' });
      worker.terminate();
      return { run, hash } as { run: never; hash: string };
    },
    [script, questions] as const,
  );
}
