import { expect, test } from 'vitest';
import { readRequest, responseText } from './httpText';

test('a request may come in pieces, and its body is counted in bytes', () => {
  const text = 'POST /a?b=c HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 6\r\n\r\n파드GET / HTTP/1.1\r\n\r\n';
  const whole = text.indexOf('GET');
  for (let end = 1; end < whole; end++) expect(readRequest(text.slice(0, end)).type, `${end}`).toBe('part');
  expect(readRequest(text)).toEqual({
    type: 'request',
    request: {
      method: 'POST',
      path: '/a?b=c',
      headers: { host: 'localhost:8080', 'content-length': '6' },
      from: '127.0.0.1',
      body: '파드',
    },
    rest: 'GET / HTTP/1.1\r\n\r\n',
    isLast: false,
  });
});

test.each(['PING\r\n\r\n', '\x16\x03\x01', '*1\r\n$4\r\nPING\r\n'])('%j is no HTTP', (text) => {
  expect(readRequest(text).type).toBe('foreign');
});

test('an answer has its length in bytes and the date of the cluster; HEAD gets no body', () => {
  const response = {
    type: 'response',
    status: 200,
    body: '파드\n',
    headers: { 'content-type': 'text/plain' },
  } as const;
  const now = Date.UTC(2026, 0, 1, 9, 8, 7);
  const head =
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 2026 09:08:07 GMT\r\n' +
    'Connection: keep-alive\r\nContent-Length: 7\r\n\r\n';
  const request = { method: 'GET', path: '/', headers: {} };
  expect(responseText(request, response, now)).toBe(`${head}파드\n`);
  expect(responseText({ ...request, method: 'HEAD' }, response, now)).toBe(head);
});
