/** A pod as the machine of a network tool: every answer is there at once, and what it takes is added up. */
import type { DnsQuestion, Echoed, Lookup } from '../../../client/network';
import type { Resolved } from '../../../tools/resolver';
import { sendThrough } from '../../../tools/send';
import {
  type Continuation,
  type CurlVersion,
  type Flavour,
  immediately,
  type Sent,
  type SentAnswer,
  type Steps,
  type Tool,
  type ToolHost,
} from '../../../tools/tool';
import { resolveName } from '../resolveName';
import { absolute, type Command, type CommandContext, type CommandResult, type Part } from './command';

/** The command that runs `tool`. */
export function commandOf(tool: Tool): Command {
  return (argv, context) => {
    const host = new PodHost(context);
    const steps = tool(argv, host, context.memory);
    const end = steps.next();
    return host.result(argv, end.done === true ? end.value : 1);
  };
}

/** The nearest version whose texts are known. */
function curlVersionOf(tag: string): CurlVersion {
  const [major = 8, minor = 99] = /^\d+\.\d+/.test(tag) ? tag.split('.').map(Number) : [];
  return major < 8 ? '7.88.1' : minor < 16 ? '8.12.1' : '8.23.0';
}

class PodHost implements ToolHost {
  readonly flavour: Flavour;
  readonly address: string;
  readonly #parts: Part[] = [];
  #elapsedMs = 0;
  /** Until the last thing that it printed, in whole milliseconds. */
  #shownMs = 0;
  #isEndless = false;
  #continuation: Continuation | undefined;

  constructor(private readonly context: CommandContext) {
    const { process } = context;
    const { curl = '7.88.1', bind = '9.18' } = process.image;
    this.flavour = { curl: curl === 'tag' ? curlVersionOf(process.tag) : curl, bind };
    this.address = process.ip;
  }

  now(): number {
    return this.context.now + this.#elapsedMs;
  }

  out(text: string): Steps<void> {
    return immediately(this.#print('stdout', text));
  }
  err(text: string): Steps<void> {
    return immediately(this.#print('stderr', text));
  }

  #print(to: Part['to'], text: string): void {
    if (text === '' || this.#isEndless) return;
    const at = Math.floor(this.#elapsedMs);
    const last = this.#parts.at(-1);
    if (last?.to === to && at === this.#shownMs)
      this.#parts[this.#parts.length - 1] = { ...last, text: last.text + text };
    else this.#parts.push({ afterMs: at - this.#shownMs, to, text });
    this.#shownMs = at;
  }

  stdin(): Steps<string | undefined> {
    return immediately(this.context.input);
  }

  sleep(ms: number | 'forever'): Steps<void> {
    if (ms === 'forever') this.#isEndless = true;
    else this.#elapsedMs += ms;
    return immediately(undefined);
  }

  resolve(name: string): Steps<Resolved> {
    const { process } = this.context;
    const found = resolveName(process, name);
    const isOwn = name === 'localhost' || name === process.hostname;
    if (found.type === 'found' || !isOwn) return immediately(found);
    const address = name === 'localhost' ? '127.0.0.1' : process.ip;
    return immediately({ type: 'found', addresses: [address], canonical: name, ms: 0, hops: [] });
  }

  resolvConf(): Steps<string> {
    return immediately(this.context.files.read('/etc/resolv.conf') ?? '');
  }

  lookups(server: string, questions: readonly DnsQuestion[]): Steps<readonly Lookup[]> {
    return immediately(this.context.process.network.lookups(server, questions));
  }

  send(sent: Sent): Steps<SentAnswer> {
    const { process, stands } = this.context;
    const request = sent.request && stands !== undefined ? { ...sent.request, stands } : sent.request;
    return immediately(sendThrough(process.network, { ...sent, ...(request === undefined ? {} : { request }) }));
  }

  failed(request: Parameters<ToolHost['failed']>[0]): Steps<void> {
    return immediately(this.context.process.network.record(request));
  }

  ping(ip: string): Steps<Echoed> {
    return immediately(this.context.process.network.ping(ip));
  }

  readFile(path: string): Steps<string | undefined> {
    return immediately(this.context.files.read(absolute(this.context, path)));
  }
  writeFile(path: string, text: string): Steps<string | undefined> {
    return immediately(this.context.files.write(absolute(this.context, path), text));
  }

  goOn(continuation: Continuation): void {
    this.#continuation = continuation;
  }

  /** What the shell is told once the tool has returned. */
  result(argv: readonly string[], status: number): CommandResult {
    const common = { status, parts: this.#parts, isRequest: this.#continuation === undefined };
    if (this.#isEndless) return { ...common, waitMs: 'forever' };
    const waitMs = Math.floor(this.#elapsedMs) - this.#shownMs;
    if (this.#continuation === undefined) return { ...common, waitMs };
    const { afterMs, memory, interrupted } = this.#continuation;
    const goesOn = { argv, memory, ...(interrupted === undefined ? {} : { interrupted }) };
    return { ...common, waitMs: waitMs + Math.floor(afterMs), goesOn };
  }
}
