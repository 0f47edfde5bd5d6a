import { expect, test } from 'vitest';
import { StreamOutbox } from './streamOutbox';

test('a thousand lines between two frames arrive as one message', () => {
  const outbox = new StreamOutbox();
  for (let i = 0; i < 1000; i++) outbox.add({ channel: 1, data: `${i}\n` });
  const { messages, end } = outbox.take();
  expect(messages).toHaveLength(1);
  expect(messages[0]?.data.split('\n')).toHaveLength(1001);
  expect(end).toBeUndefined();
  expect(outbox.hasNews).toBe(false);
});

test('what went to different channels keeps its order, and a status is never joined with another', () => {
  const outbox = new StreamOutbox();
  outbox.add({ channel: 1, data: 'a' });
  outbox.add({ channel: 2, data: 'b' });
  outbox.add({ channel: 2, data: 'c' });
  outbox.add({ channel: 1, data: 'd' });
  outbox.add({ channel: 3, data: '{}' });
  outbox.add({ channel: 3, data: '{}' });
  expect(outbox.take().messages.map(({ channel, data }) => `${channel}${data}`)).toEqual([
    '1a',
    '2bc',
    '1d',
    '3{}',
    '3{}',
  ]);
});

test('nothing comes after the end', () => {
  const outbox = new StreamOutbox();
  outbox.end({ code: 200, body: '' });
  outbox.add({ channel: 1, data: 'late' });
  outbox.end({ code: 500, body: '' });
  expect(outbox.take()).toEqual({ messages: [], end: { code: 200, body: '' } });
});
