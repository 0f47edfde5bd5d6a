import { afterEach, expect, test, vi } from 'vitest';
import { browserSockets } from './browserSend';

afterEach(() => vi.unstubAllGlobals());

test('a browser opens no socket whose headers would be lost', () => {
  const opened: unknown[] = [];
  vi.stubGlobal(
    'WebSocket',
    class {
      constructor(...args: unknown[]) {
        opened.push(args);
      }
    },
  );
  const open = browserSockets('https://localhost:8001');
  open('/api/v1/pods?watch=1', [], { accept: 'application/json', 'user-agent': 'kubeloop' });
  expect(opened).toEqual([['wss://localhost:8001/api/v1/pods?watch=1', []]]);
  expect(() => open('/api/v1/pods?watch=1', [], { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' })).toThrow(
    'accept',
  );
  expect(() => open('/exec', ['v5.channel.k8s.io'], { 'impersonate-user': 'jane' })).toThrow('impersonate-user');
  expect(opened).toHaveLength(1);
});
