/** A program that listens, answers and stops: what most server images have in common. */
import type { HttpRequest, HttpResponse, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';

/** How a server starts, answers and stops. */
export interface ServerOptions {
  readonly ports: readonly number[] | ((process: Process) => readonly number[]);
  readonly memoryMi: number;
  /** Thousandths of a core at rest; 1 when absent. */
  readonly cpuMillis?: number;
  /** From the start of the process until it listens. */
  readonly startupMs?: number;
  /** Log lines at the start, and once it listens. */
  readonly startLines?: (process: Process) => readonly string[];
  readonly readyLines?: (process: Process) => readonly string[];
  /** Where those lines go; standard output when absent. */
  readonly stream?: 'stdout' | 'stderr';
  /** A setting is missing: what it says, and the exit code. */
  readonly refusal?: (process: Process) => { readonly lines: readonly string[]; readonly code: number } | undefined;
  readonly answer?: (process: Process, request: HttpRequest, port: number) => HttpResponse | 'hang';
  readonly accessLine?: (process: Process, request: HttpRequest, response: HttpResponse) => string;
  /** Exit code after SIGTERM or the stop signal; absent: as PID 1 without a handler it ignores the signal. */
  readonly exitOnTerm?: number;
  /** What it says when it stops. */
  readonly stopLines?: (process: Process) => readonly string[];
  readonly exec?: Program['exec'];
}

/** The program that `options` describe. */
export function server(options: ServerOptions): Program {
  const { stream = 'stdout' } = options;
  const say = (process: Process, lines: readonly string[] = []) => {
    for (const line of lines) process.log(line, stream);
  };
  const listen = (process: Process) => {
    const ports = typeof options.ports === 'function' ? options.ports(process) : options.ports;
    for (const port of ports) {
      if (process.listen(port)) continue;
      process.log(`bind() to 0.0.0.0:${port} failed (98: Address already in use)`, 'stderr');
      process.exit(1);
      return;
    }
    say(process, options.readyLines?.(process));
  };
  return {
    start(process) {
      const refusal = options.refusal?.(process);
      if (refusal) {
        for (const line of refusal.lines) process.log(line, 'stderr');
        process.exit(refusal.code);
        return;
      }
      process.useMemory(options.memoryMi * MI);
      process.useCpu(options.cpuMillis ?? 1);
      say(process, options.startLines?.(process));
      if (options.startupMs) process.wakeAfter(options.startupMs, 'listen');
      else listen(process);
    },
    wake(process) {
      listen(process);
    },
    http(process, port, request) {
      const response = options.answer?.(process, request, port) ?? 'hang';
      if (response !== 'hang' && options.accessLine) process.log(options.accessLine(process, request, response));
      return response;
    },
    terminate(process) {
      // PID 1 without a handler: the kernel drops the signal.
      if (options.exitOnTerm === undefined) return;
      say(process, options.stopLines?.(process));
      process.exit(options.exitOnTerm);
    },
    ...(options.exec ? { exec: options.exec } : {}),
  };
}

/** The path without its query. */
export function pathOf(request: HttpRequest): string {
  return request.path.split('?')[0] ?? '/';
}

/** Values of the query string, decoded. */
export function queryOf(request: HttpRequest): Readonly<Record<string, string>> {
  const query = request.path.split('?')[1] ?? '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [decoded(name), decoded(value.replaceAll('+', ' '))];
    }),
  );
}

/** Percent signs resolved; a broken one stays as it is. */
function decoded(text: string): string {
  return /%(?![0-9a-fA-F]{2})|%[89a-fA-F]/.test(text) ? text : decodeURIComponent(text);
}

/** Value of `--name=value`, `--name value` or `-name=value` among the arguments. */
export function flag(argv: readonly string[], name: string): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    const word = (argv[i] ?? '').replace(/^--?/, '');
    if (word === argv[i]) continue;
    if (word === name) return argv[i + 1] ?? '';
    if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
  }
  return undefined;
}

/** A Go duration such as `1m30s` in milliseconds; 0 for what cannot be read. */
export function goDurationMs(text: string | undefined): number {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of (text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return Math.floor(total);
}
