/** A worker that is busy for ever is told of; one that is slow, still loading, or merely quiet is not. */
import { expect, test } from 'vitest';
import type { Port } from './messagePort';
import type { ToWorker } from './protocol';
import { followSilence, SILENT_LOOKS } from './silence';

/** A worker that speaks when a test says so, and looks that come when a test says so. */
function worker() {
  const asked: ToWorker[] = [];
  const told: boolean[] = [];
  let speak = (): void => {};
  let look = (): void => {};
  const port: Port = {
    postMessage: (message) => void asked.push(message),
    addEventListener: (_: string, listener: unknown) => {
      speak = listener as () => void; // Only messages are listened to, and nothing of them is read.
    },
  };
  const stop = followSilence(
    port,
    (isSilent) => told.push(isSilent),
    (each) => {
      look = each;
      return () => {
        look = () => {};
      };
    },
  );
  const looks = (count: number) => {
    for (let each = 0; each < count; each += 1) look();
  };
  return { asked, told, speak: () => speak(), looks, stop };
}

test('a worker that never answers is told of once, and again when it speaks', () => {
  const { asked, told, speak, looks } = worker();
  speak();
  looks(1);
  expect(asked).toEqual([{ type: 'ask', id: 0, question: { type: 'ping' } }]);
  looks(SILENT_LOOKS - 2);
  expect(told).toEqual([]);
  looks(5);
  expect(told).toEqual([true]);
  speak();
  speak();
  expect(told).toEqual([true, false]);
  looks(SILENT_LOOKS);
  expect(told).toEqual([true, false, true]);
});

test('a worker that answers the question is quiet, not silent', () => {
  const { asked, told, speak, looks } = worker();
  speak();
  for (let each = 0; each < 10; each += 1) {
    looks(1);
    speak();
  }
  expect(asked).toHaveLength(10);
  expect(told).toEqual([]);
});

test('a worker that has not started yet may take its time; nobody looks after the end', () => {
  const { asked, told, speak, looks, stop } = worker();
  looks(100);
  expect(asked).toEqual([]);
  speak();
  stop();
  looks(100);
  expect(told).toEqual([]);
});
