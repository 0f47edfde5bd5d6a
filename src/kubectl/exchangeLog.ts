/**
 * What `-v` shows of the talk with the server: a line for each answer from 6 on, requests and bodies from 8 on.
 * Models client-go transport/round_trippers.go (v1.36.3). Left out: all else that kubectl logs, headers of responses, timings.
 */
import { statusTexts } from '../api/meta/statusTexts';
import type { ApiRequest, ApiResponse } from '../client/transport';
import type { Environment, Io } from './environment';
import { klog } from './klog';
import type { ClusterAccessOptions } from './resource/clusterAccess';

/** The listener that `-v=LEVEL` asks for; none below 6. */
export function exchangeLogger(
  level: number,
  server: string,
  io: Io,
  env: Environment,
): Pick<ClusterAccessOptions, 'onExchange'> {
  if (level < 6) return {};
  const say = (source: string, text: string) => klog('I', source, text, io, env);
  if (level < 8) {
    return {
      onExchange: ({ method, path, query }, response) => {
        const where = `verb="${method}" url="${urlOf(server, path, query)}"`;
        say('round_trippers.go:632', `"Response" ${where} status="${statusText(response)}" milliseconds=0`);
      },
    };
  }
  return {
    onExchange: (request, response) => {
      say('helper.go:105', `"Request Body" body=${bodyText(request.body ?? '')}`);
      say('round_trippers.go:527', requestText(request, server));
      say('round_trippers.go:632', `"Response" status="${statusText(response)}" milliseconds=0`);
      say('helper.go:105', `"Response Body" body=${bodyText(response.body)}`);
    },
  };
}

function requestText({ method, path, query, headers = {} }: ApiRequest, server: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `\t${headerName(name)}: ${value}`);
  return `"Request" verb="${method}" url="${urlOf(server, path, query)}" headers=<\n${lines.sort().join('\n')}\n >`;
}

function statusText({ code }: ApiResponse): string {
  return `${code} ${statusTexts[code] ?? ''}`.trim();
}

function bodyText(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return text.includes('\n') ? `<\n\t${text.replaceAll('\n', '\n\t')}\n >` : JSON.stringify(text);
}

function urlOf(server: string, path: string, query: ApiRequest['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => `${name}=${encodeURIComponent(one)}`),
  );
  return `${server}${path}${pairs.length === 0 ? '' : `?${pairs.sort().join('&')}`}`;
}

/** `user-agent` as `User-Agent`. */
function headerName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
