/** A second process of a container, for exec streams: the main one's surroundings with input, output and memory of its own. */
import type { Process, Program, TerminalSize } from './process';

/** What is this process's own. */
export interface BesideHost {
  memory(): unknown;
  remember(memory: unknown): void;
  isOver(): boolean;
  terminalSize(): TerminalSize | undefined;
  write(text: string, stream: 'stdout' | 'stderr'): void;
  wakeAfter(ms: number, reason: string): void;
  /** The name under which the container counts its load, or that of program `who` which it runs. */
  load(who?: string): string;
  exit(code: number): void;
}

/** Its process id, as long as nobody counts them. */
const PID = 7;

/** Runs `argv` beside the main process. Its load is the container's, its ports are not. */
export function besideProcess(
  main: { readonly process: Process; readonly program: Program },
  { argv, stdin, tty }: { readonly argv: readonly string[]; readonly stdin: boolean; readonly tty: boolean },
  host: BesideHost,
): Process {
  const { env } = main.process;
  const own: Partial<Process> = {
    argv,
    mainArgv: main.process.argv,
    pid: PID,
    hasInput: stdin,
    hasTerminal: tty,
    env: tty ? { ...env, TERM: env.TERM ?? 'xterm' } : env,
    get memory() {
      return host.memory();
    },
    set memory(memory) {
      host.remember(memory);
    },
    get terminalSize() {
      return host.terminalSize();
    },
    get hasExited() {
      return host.isOver();
    },
    wakeAfter: (ms, reason) => host.wakeAfter(Number.isFinite(ms) ? Math.max(0, Math.floor(ms)) : 0, reason),
    log: (line, stream = 'stdout') => host.write(`${line}\n`, stream),
    write: (text, stream = 'stdout') => host.write(text, stream),
    listen: () => true,
    unlisten: () => {},
    useMemory: (bytes, growth, who) => main.process.useMemory(bytes, growth, host.load(who)),
    useCpu: (millis, who) => main.process.useCpu(millis, host.load(who)),
    dropLoad: (who) => main.process.dropLoad(host.load(who)),
    runBeside: (words) => main.program.exec?.(main.process, words),
    become: ([name = '']) => {
      host.write(secondProcess(name), 'stderr');
      host.exit(126);
    },
    kill: (pid, signal) => signalled(main, host, pid, signal),
    exit: (code) => host.exit(code & 255),
  };
  return new Proxy(main.process, {
    get(target, key) {
      if (key in own) return Reflect.get(own, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (_target, key, value) => Reflect.set(own, key, value),
  });
}

/** What is said instead of running a program of the image a second time. */
export function secondProcess(name: string): string {
  return `kubeloop: a second process of ${name} is not simulated\n`;
}

/** PID 1 hears only signals for which it has a handler; SIGKILL from inside never reaches it. */
function signalled(
  { process, program }: { readonly process: Process; readonly program: Program },
  host: BesideHost,
  pid: number,
  signal: string,
): boolean {
  if (pid !== PID && pid !== process.pid) return process.kill(pid, signal);
  if (pid === PID) host.exit(signal === 'SIGKILL' ? 137 : 143);
  else if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') program.terminate?.(process, signal);
  return true;
}

/** What a terminal makes of `text`: a line ends with a carriage return, too. */
export function formatTerminal(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
