import { expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import { failure } from '../api/meta/status';
import { Mailbox, OBJECTS_PER_FRAME } from './mailbox';
import type { StreamHandlers, WatchEvent } from './transport';

const object = (uid: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: uid, uid, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
});

test('a large list is handed out in pieces, and nothing of it is lost', () => {
  const mail = new Mailbox();
  let tell: (event: WatchEvent) => void = () => {};
  mail.watch(1, (onEvent) => {
    tell = onEvent;
    return () => {};
  });
  for (let i = 0; i < OBJECTS_PER_FRAME + 10; i++) tell({ type: 'ADDED', object: object(`pod-${i}`) });
  expect(mail.take().watches[0]?.[1]).toHaveLength(OBJECTS_PER_FRAME);
  expect(mail.hasNews).toBe(true);
  expect(mail.take().watches[0]?.[1]).toHaveLength(10);
  expect(mail.hasNews).toBe(false);
});

test('whoever carries the mail is told that there is some', () => {
  let calls = 0;
  const mail = new Mailbox(() => {
    calls += 1;
  });
  let handlers: StreamHandlers | undefined;
  mail.stream(2, (given) => {
    handlers = given;
    return { send: () => {}, close: () => {} };
  });
  handlers?.onMessage({ channel: 1, data: 'hello\n' });
  handlers?.onEnd({ code: 200, body: '' });
  expect(calls).toBe(2);
  expect(mail.take().streams).toEqual([
    { id: 2, messages: [{ channel: 1, data: 'hello\n' }], end: { code: 200, body: '' } },
  ]);
});

test('when all is over, watches end with the reason and stop asking', () => {
  const mail = new Mailbox();
  let stopped = 0;
  mail.watch(1, () => () => {
    stopped += 1;
  });
  const why = failure(410, 'Expired', 'another run was loaded');
  mail.expire(why);
  expect(stopped).toBe(1);
  expect(mail.take().watches).toEqual([[1, [{ type: 'ERROR', object: why }]]]);
});
