import { expect, test } from 'vitest';
import { fetchSource } from './fetchSource';
import { emptyRun } from './randomRuns';
import { runFileText } from './runFile';

const ADDRESS = 'https://class.example/run.json';
const answering = (body: string | undefined, options: { readonly status?: number; readonly url?: string } = {}) => {
  const asked: RequestInit[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    asked.push(init ?? {});
    const response = new Response(body, { status: options.status ?? 200 });
    Object.defineProperty(response, 'url', { value: options.url ?? ADDRESS });
    return response;
  };
  return { fetcher, asked };
};

test('a run of another server is fetched without saying who asks', async () => {
  const { fetcher, asked } = answering(runFileText(emptyRun));
  expect(await fetchSource(ADDRESS, fetcher)).toEqual({ type: 'text', text: runFileText(emptyRun) });
  expect(asked).toMatchObject([{ credentials: 'omit', referrerPolicy: 'no-referrer' }]);
});

test('what is longer than 64 KiB is not read to its end', async () => {
  const { fetcher } = answering(`{"a":"${'x'.repeat(70_000)}"}`);
  expect(await fetchSource(ADDRESS, fetcher)).toEqual({ type: 'tooBig' });
});

test('a page that is missing, another origin and no network are no source', async () => {
  expect(await fetchSource(ADDRESS, answering('', { status: 404 }).fetcher)).toEqual({ type: 'unreachable' });
  expect(await fetchSource(ADDRESS, answering('{}', { url: 'https://evil.example/' }).fetcher)).toEqual({
    type: 'unreachable',
  });
  expect(await fetchSource(ADDRESS, () => Promise.reject(new TypeError('no network')))).toEqual({
    type: 'unreachable',
  });
});
