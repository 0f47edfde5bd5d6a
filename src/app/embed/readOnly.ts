/**
 * `ro=1`: time may be moved, everything looked at and requests sent, and nothing changed. Stands between page and engine,
 * and between terminal and engine, so that no button and no command finds a way around it.
 */
import { failure } from '../../api/meta/status';
import type { Port } from '../../client/messagePort';
import type { FromWorker, Question, ToWorker } from '../../client/protocol';
import type { ApiRequest, ApiResponse } from '../../client/transport';

/** What kubectl prints behind `Error from server (Forbidden):`. English like all of its words. */
export const READ_ONLY_MESSAGE = 'this page is read-only: its address says ro=1';

/** Questions about oneself that are asked by creating. */
const SELF_REVIEW = /\/self(subject(access|rules)reviews|subjectreviews)$/;
const READING_STREAM = /\/portforward$/;

/** The engine's answer in its place, if the message would change the cluster. */
export function refusalOf(message: ToWorker): FromWorker | undefined {
  if (message.type === 'stream') {
    const { method, path } = message.request;
    if (method === 'GET' || READING_STREAM.test(path)) return undefined;
    const news = { id: message.id, messages: [], end: forbidden() };
    return { type: 'frame', watches: [], streams: [news], commands: [] };
  }
  if (message.type !== 'ask') return undefined;
  const { id, question } = message;
  if (question.type === 'request')
    return isReading(question.request) ? undefined : { type: 'answer', id, answer: forbidden() };
  return changes(question) ? { type: 'refusal', id, message: READ_ONLY_MESSAGE } : undefined;
}

const forbidden = (): ApiResponse => ({ code: 403, body: failure(403, 'Forbidden', READ_ONLY_MESSAGE) });

function isReading({ method, path, query }: ApiRequest): boolean {
  return method === 'GET' || SELF_REVIEW.test(path) || query?.dryRun === 'All';
}

function changes(question: Question): boolean {
  if (question.type === 'history') return ['undo', 'rename', 'delete'].includes(question.ask.type);
  return question.type === 'fault';
}

/** The engine's port for the page. */
export function guarded(port: Port): Port {
  const listeners: ((event: MessageEvent<FromWorker>) => void)[] = [];
  return {
    postMessage: (message, transfer) => {
      const refusal = refusalOf(message);
      if (refusal === undefined) return port.postMessage(message, transfer);
      const event = new MessageEvent<FromWorker>('message', { data: refusal });
      return queueMicrotask(() => {
        for (const listener of listeners) listener(event);
      });
    },
    // Both kinds go the same way; the answers of this guard are heard beside the engine's.
    addEventListener: ((type: 'message', listener: (event: MessageEvent<FromWorker>) => void) => {
      if (type === 'message') listeners.push(listener);
      port.addEventListener(type, listener);
    }) as Port['addEventListener'],
  };
}

/** The engine's port for another worker: a new one, which hears and says through this page. */
export function relayed(engine: MessagePort): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    const refusal = refusalOf(data);
    if (refusal === undefined) engine.postMessage(data);
    else port1.postMessage(refusal);
  };
  engine.onmessage = ({ data }: MessageEvent<FromWorker>) => port1.postMessage(data);
  return port2;
}
