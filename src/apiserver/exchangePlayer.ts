/** Plays recorded exchanges against a server and says where its answers differ. For tests only. */
import type { ApiRequest, ApiResponse, Unsubscribe, WatchEvent } from '../client/transport';
import {
  type Exchange,
  type Sent,
  type StreamStep,
  comparable,
  learn,
  named,
  parseExchanges,
  shown,
} from './exchangeFile';
import { requestOf } from './testServer';

/** What is played against: a server alone, or a whole cluster. */
export interface Played {
  request(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void): Unsubscribe;
  /** Sends a bookmark to every watcher that takes them. */
  bookmark(): void;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** So long an answer that differs may be waited for. */
  readonly patienceMs: number;
}

/** The recorder's cluster had a file of tokens; here their owners are spoken for. */
const tokens: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Bearer toksched': { 'impersonate-user': 'system:kube-scheduler' },
  'Bearer tokminikube-m02': { 'impersonate-user': 'system:node:minikube-m02', 'impersonate-group': 'system:nodes' },
};

/** How often an answer that differs is asked for again. */
const STEP_MS = 500;

/** A sentence for each answer that differs. */
export async function playExchanges(text: string, played: Played): Promise<readonly string[]> {
  const names = new Map<string, string>();
  const isCut = text.includes('# answers are cut');
  // Who introduces himself as foreign clients do is told who owns the fields.
  const usual: Readonly<Record<string, string>> = text.includes('(managedFields shown)')
    ? { 'user-agent': 'recorder/1.0' }
    : {};
  const failures: string[] = [];
  const request = (sent: Sent): ApiRequest => {
    const here = (given: string) =>
      [...names].reduce((result, [recorded, own]) => result.replaceAll(recorded, own), given);
    const body = sent.body === undefined ? undefined : here(sent.body);
    const made = requestOf(sent.method, here(sent.path), body, sent.headers['content-type']);
    const { authorization, ...headers } = sent.headers;
    const identity = authorization === undefined ? {} : (tokens[authorization] ?? { authorization });
    return { ...made, headers: { ...usual, ...made.headers, ...headers, ...identity } };
  };
  for (const exchange of parseExchanges(text)) {
    const { line, sent, waitMs } = exchange;
    if (sent === undefined) await played.pass(waitMs);
    else {
      const difference =
        exchange.stream === undefined
          ? await differenceOfAnswer(exchange, () => answerTo(request(sent), played), played, names, isCut)
          : await differenceOfStream(exchange.stream, sent, request, played, names);
      if (difference !== '')
        failures.push(`line ${line}: ${sent.method} ${sent.path} ${sent.body ?? ''}\n${difference}`);
    }
  }
  return failures;
}

/** Of a watch that is refused, the refusal. */
async function answerTo(request: ApiRequest, played: Played): Promise<ApiResponse> {
  const isWatch = request.query?.watch === '1' && request.path.endsWith('s');
  if (!isWatch) return played.request(request);
  const refusals: ApiResponse[] = [];
  played.watch(request, (event) => {
    if (event.type === 'ERROR') refusals.push({ code: event.object.code ?? 0, body: event.object });
  })();
  return refusals[0] ?? { code: 200, body: undefined };
}

async function differenceOfAnswer(
  exchange: Exchange,
  ask: () => Promise<ApiResponse>,
  played: Played,
  names: Map<string, string>,
  isCut: boolean,
): Promise<string> {
  let difference = '';
  for (let waited = 0; waited <= played.patienceMs; waited += STEP_MS) {
    if (waited > 0) await played.pass(STEP_MS);
    const response = await ask();
    difference = differenceIn(exchange, response, isCut);
    learn(exchange.answer, response.body, names);
    const isWrite = exchange.sent?.method !== 'GET' && response.code < 400;
    if (difference === '' || isWrite) break;
  }
  return difference;
}

function differenceIn({ code, warnings, answer }: Exchange, response: ApiResponse, isCut: boolean): string {
  const recorded = comparable(answer);
  const all = named(comparable(response.body), recorded);
  // What is not simulated is nothing that a real server speaks of.
  const told = (response.warnings ?? []).filter((text) => !text.startsWith('kubeloop: '));
  const body = answer === undefined ? undefined : isCut ? shown(all, recorded) : all;
  return toldApart({ code, warnings, body: recorded }, { code: response.code, warnings: told, body });
}

async function differenceOfStream(
  steps: readonly StreamStep[],
  sent: Sent,
  request: (sent: Sent) => ApiRequest,
  played: Played,
  names: Map<string, string>,
): Promise<string> {
  const here: WatchEvent[] = [];
  const recorded: unknown[] = [];
  const stop = played.watch(request({ ...sent, path: sent.path.replace('/v1/watch/', '/v1/') }), (event) =>
    here.push(event),
  );
  for (const step of steps) {
    if (step.type === 'event') {
      const { type, object } = step.event as WatchEvent; // As a watch sends it.
      const isMark = type === 'BOOKMARK' && !JSON.stringify(object).includes('initial-events-end');
      if (isMark && here.length === recorded.length) played.bookmark();
      recorded.push(step.event);
      learn(step.event, here[recorded.length - 1], names);
    } else if (step.type === 'wait') await played.pass(step.ms);
    else if (step.type === 'end') stop();
    else await played.request(request(step.sent));
  }
  stop();
  const wanted = comparable(recorded);
  return toldApart(wanted, shown(comparable(here), wanted));
}

function toldApart(recorded: unknown, here: unknown): string {
  const [want, got] = [sorted(recorded), sorted(here)].map((value) => JSON.stringify(value));
  return want === got ? '' : `${want}\n${got}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
