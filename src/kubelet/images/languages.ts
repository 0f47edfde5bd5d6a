/**
 * Language images: without a terminal their prompt ends at once; one-line servers of the documents run.
 * Left out: the languages. A program that is not recognised here prints what it prints literally and ends with 0.
 */
import { formatDate } from '../runtime/calendar';
import type { HttpRequest, HttpResponse, ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';
import { pathOf } from './server';

/** What a one-line program does, as far as it can be told from its text. */
interface Script {
  readonly prints: readonly string[];
  readonly port?: number;
  /** It waits this long before it ends; `forever` for a loop. */
  readonly waitMs?: number | 'forever';
}

interface Memory {
  readonly port?: number;
}

function read(source: string, patterns: { print: RegExp; port: RegExp; seconds: RegExp; loop: RegExp }): Script {
  const prints = [...source.matchAll(patterns.print)].map((match) => match[2] ?? '');
  const port = patterns.port.exec(source)?.[1];
  const seconds = patterns.seconds.exec(source)?.[1];
  const waitMs = patterns.loop.test(source) ? 'forever' : seconds === undefined ? undefined : Number(seconds) * 1000;
  return { prints, ...(port === undefined ? {} : { port: Number(port) }), ...(waitMs === undefined ? {} : { waitMs }) };
}

/** A language's interpreter; as PID 1 it ignores SIGTERM. */
function interpreter(memoryMi: number, scriptOf: (process: Process) => Script, serve: typeof listing): Program<Memory> {
  return {
    start(process) {
      process.useMemory(memoryMi * MI);
      const script = scriptOf(process);
      process.memory = script.port === undefined ? {} : { port: script.port };
      for (const line of script.prints) process.log(line);
      if (script.port !== undefined) {
        process.useCpu(1);
        process.listen(script.port);
      } else if (script.waitMs === undefined) {
        if (!process.hasInput) process.exit(0);
      } else if (script.waitMs !== 'forever') process.wakeAfter(script.waitMs, 'end');
    },
    wake(process) {
      process.exit(0);
    },
    http(process, _port, request) {
      return serve(process, request);
    },
    terminate() {
      // PID 1 without a handler: the kernel drops the signal.
    },
  };
}

/** `python -m http.server`: the names in the working directory. */
function listing(process: Process, request: HttpRequest): HttpResponse {
  const path = pathOf(request);
  const full = `${process.workingDir === '/' ? '' : process.workingDir}${path}`;
  const text = process.files.read(full) ?? process.files.read(`${full}/index.html`);
  const names = process.files.list(full);
  const status = text === undefined && !names ? 404 : 200;
  const time = formatDate(process.now, '%d/%b/%Y %H:%M:%S');
  process.log(`${request.from} - - [${time}] "${request.method} ${request.path} HTTP/1.1" ${status} -`, 'stderr');
  if (text !== undefined) return { status, body: text };
  if (!names) return { status, body: 'Error response: 404 File not found\n' };
  const items = names.map((name) => `<li><a href="${name}">${name}</a></li>\n`).join('');
  return { status, body: `<!DOCTYPE HTML>\n<title>Directory listing for ${path}</title>\n<ul>\n${items}</ul>\n` };
}

function pythonScript(process: Process): Script {
  const { argv } = process;
  const module = argv.indexOf('-m');
  if (module !== -1 && argv[module + 1] === 'http.server') {
    const port = Number(argv.slice(module + 2).find((word) => /^\d+$/.test(word)) ?? '8000');
    return { prints: [`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...`], port };
  }
  const at = argv.indexOf('-c');
  return read(at === -1 ? '' : (argv[at + 1] ?? ''), {
    print: /print\((["'])(.*?)\1/g,
    port: /(?:HTTPServer|run)\(.*?(\d{2,5})/,
    seconds: /sleep\((\d+)\)/,
    loop: /while (?:True|1)\b/,
  });
}

function nodeScript(process: Process): Script {
  const { argv } = process;
  const at = argv.findIndex((word) => word === '-e' || word === '--eval');
  return read(at === -1 ? '' : (argv[at + 1] ?? ''), {
    print: /console\.log\((["'`])(.*?)\1/g,
    port: /listen\((\d+)/,
    seconds: /setTimeout\(.*?,\s*(\d+)000\)/,
    loop: /setInterval\(/,
  });
}

/** What a one-line server of Node sends: the text of its `end(...)`. */
function nodeAnswer(process: Process): HttpResponse {
  const source = process.argv.join(' ');
  const text = /\.end\((["'`])(.*?)\1/s.exec(source)?.[2] ?? '';
  const body = text
    .replaceAll('\\n', '\n')
    .replace(/\$\{(?:require\(["']os["']\)|os)\.hostname\(\)\}/g, process.hostname);
  return { status: Number(/writeHead\((\d+)/.exec(source)?.[1] ?? '200'), body };
}

const pythonProgram = interpreter(12, pythonScript, listing);
const nodeProgram = interpreter(40, nodeScript, nodeAnswer);

/** `python -m http.server` and one-liners. */
export const python: ImageBehaviour = {
  image: 'docker.io/library/python',
  tags: /^(3|3\.([6-9]|1[0-5])(\.\d+)?)(-(slim|alpine|bookworm|bullseye|trixie))*$|^(slim|alpine)$/,
  sizeMB: 370,
  cmd: ['python3'],
  userland: 'debian',
  tools: ['curl', 'wget'],
  programs: { python: pythonProgram, python3: pythonProgram },
};

/** One-line servers and scripts. */
export const node: ImageBehaviour = {
  image: 'docker.io/library/node',
  tags: /^(lts|current|\d{1,2}(\.\d+){0,2})(-(slim|alpine|bookworm|bullseye|trixie))*$|^(slim|alpine)$/,
  sizeMB: 390,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['node'],
  userland: 'debian',
  tools: ['curl', 'wget'],
  programs: { node: nodeProgram },
};
