/** What a server of an Image answers: by path, by time, by the number of requests. */
import type { ImageAnswer, ImageChange, ImagePort, ImageResponse, ImageSpec } from '../../api/images/image';
import { milliValue } from '../../api/meta/quantity';
import type { HttpRequest, HttpResponse, NoResponse, Process } from '../runtime/process';
import { filledIn } from './definedText';
import { nodeHead } from './nodeHead';
import { pathOf } from './server';

/** Requests so far, by port and path of the response that took them. */
export type Counts = Readonly<Record<string, number>>;

/** An answer, and what was counted with it. */
export interface DefinedAnswer {
  readonly response: HttpResponse | NoResponse;
  readonly counts: Counts;
  /** What `$PATH` and its like stand for. */
  readonly words: Readonly<Record<string, string>>;
}

/** Answers `request`, as the definition has it at this moment. */
export function answerTo(
  process: Process,
  spec: ImageSpec,
  counts: Counts,
  { port, request }: { readonly port: number; readonly request: HttpRequest },
): DefinedAnswer {
  const { responses = [] } = spec.ports?.find((each) => each.port === port) ?? { port };
  const path = pathOf(request);
  const response = responses.find((each) => each.path === path) ?? responses.find((each) => each.path === undefined);
  const key = `${port}${response?.path ?? ''}`;
  const count = (counts[key] ?? 0) + 1;
  const words = {
    METHOD: request.method,
    PATH: path,
    CLIENT_IP: request.from,
    REQUEST: requestText(request),
    REQUESTS: String(count),
  };
  const result = { counts: { ...counts, [key]: count }, words };
  if (response === undefined) {
    const missing = { status: 404, body: '404 page not found\n' };
    return { ...result, response: responses.length === 0 ? { status: 200, body: '' } : missing };
  }
  const now = present(process, response, count);
  if (now.action === 'Hang') return { ...result, response: 'hang' };
  if (now.action === 'Refuse') return { ...result, response: 'refuse' };
  if (now.ending !== undefined && (now.body ?? '') === '') return { ...result, response: UNBEGUN[now.ending] };
  return { ...result, response: httpOf(process, spec, now, { request, words }) };
}

/** An answer that ends before it has begun. */
const UNBEGUN = { Close: 'close', Reset: 'reset', Silence: 'hang' } as const;
const ENDINGS = { Close: 'closed', Reset: 'reset', Silence: 'silent' } as const;

function httpOf(
  process: Process,
  spec: ImageSpec,
  { status = 200, body = '', latencyMs = 0, ending, contentLength }: ImageAnswer,
  { request, words }: { readonly request: HttpRequest; readonly words: Readonly<Record<string, string>> },
): HttpResponse {
  const head = nodeHead(process, request, status, { keepAliveSeconds: 5, contentLength });
  const cpuMs = milliValue(spec.cpu.perRequest ?? '0');
  return {
    status,
    body: filledIn(body, process, words),
    head: ending === undefined ? head : { ...head, ending: ENDINGS[ending] },
    ...(latencyMs > 0 ? { durationMs: latencyMs } : {}),
    ...(cpuMs > 0 ? { cpuMs } : {}),
  };
}

/** Its first line and its headers as they were sent. */
function requestText({ method, path, headers, sentHeaders = Object.entries(headers) }: HttpRequest): string {
  return `${method} ${path}\n${sentHeaders.map(([name, value]) => `${name}: ${value}\n`).join('')}`;
}

/** The response, or its last change that has come: `count` is the number of the request in question. */
function present(process: Process, response: ImageResponse, count: number): ImageAnswer & Pick<ImageChange, 'action'> {
  const elapsed = (process.now - process.startedAt) / 1000;
  const change = response.changes?.findLast(
    ({ afterSeconds, afterRequests }) =>
      (afterSeconds !== undefined && elapsed >= afterSeconds) || (afterRequests !== undefined && count > afterRequests),
  );
  return change ?? response;
}

/** Whether connections are taken: a port whose every request is refused is closed. */
export function isPortOpen(process: Process, { port, responses = [] }: ImagePort, counts: Counts): boolean {
  const [only] = responses;
  if (responses.length !== 1 || only === undefined || only.path !== undefined) return true;
  return present(process, only, (counts[`${port}`] ?? 0) + 1).action !== 'Refuse';
}

/** Seconds at which ports may open or close by themselves. */
export function portChanges(spec: ImageSpec): readonly number[] {
  const changes = (spec.ports ?? []).flatMap(({ responses = [] }) => responses.flatMap((each) => each.changes ?? []));
  if (!changes.some(({ action }) => action === 'Refuse')) return [];
  return [...new Set(changes.flatMap(({ afterSeconds }) => (afterSeconds === undefined ? [] : [afterSeconds])))];
}
