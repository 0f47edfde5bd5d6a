/**
 * Runs what an Image object says: one program made from plain data. Its state is which requests came, nothing else, so
 * a definition that changes later changes no container that runs.
 */
import type { ImageMemoryPoint, ImageSpec } from '../../api/images/image';
import { parseReference } from '../../api/meta/imageReference';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import { baseName } from '../runtime/baseName';
import type { ImageBehaviour, Process, Program } from '../runtime/process';
import { type Counts, answerTo, isPortOpen, portChanges } from './definedServer';
import { filledIn } from './definedText';

interface Memory {
  /** Requests so far, by port and path. */
  readonly counts: Counts;
  readonly isReady: boolean;
}

/** Made when first asked for, by the spec that they are made of. Derived. */
const behaviours = new WeakMap<ImageSpec, ImageBehaviour>();

/** What containers of an image with this definition do. */
export function definedImage(spec: ImageSpec): ImageBehaviour {
  const known = behaviours.get(spec);
  if (known !== undefined) return known;
  const reference = parseReference(spec.reference);
  const path = 'cause' in reference ? 'app' : reference.path;
  const program = definedProgram(spec) as Program; // Only this program sees its memory.
  const entrypoint = spec.entrypoint ?? [`/${baseName(path)}`];
  const [first = ''] = entrypoint;
  // A script that is called so hands over to what follows it.
  const names = first.includes('entrypoint') ? [first, ...(spec.cmd?.slice(0, 1) ?? [])] : [first];
  const behaviour: ImageBehaviour = {
    image: 'cause' in reference ? spec.reference : `${reference.domain}/${reference.path}`,
    sizeMB: spec.sizeMB,
    entrypoint,
    ...(spec.cmd === undefined ? {} : { cmd: spec.cmd }),
    ...(spec.env === undefined ? {} : { env: spec.env }),
    ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
    userland: spec.userland,
    ...(spec.tools === undefined ? {} : { tools: spec.tools }),
    programs: Object.fromEntries(names.map((name) => [baseName(name), program])),
    // Without an entrypoint nobody knows what the program is called: any name may be it.
    ...(spec.entrypoint === undefined ? { anyProgram: program } : {}),
  };
  behaviours.set(spec, behaviour);
  return behaviour;
}

function definedProgram(spec: ImageSpec): Program<Memory> {
  return {
    start(process) {
      process.memory = { counts: {}, isReady: false };
      process.useCpu(milliValue(spec.cpu.idle));
      say(process, spec.logs?.start);
      followMemory(process, spec.memory, 0);
      if (process.hasExited) return;
      if (spec.exit !== undefined) process.wakeAfter(seconds(spec.exit.afterSeconds), 'exit');
      (spec.logs?.periodic ?? []).forEach(({ everySeconds }, at) =>
        process.wakeAfter(seconds(everySeconds), `line:${at}`),
      );
      const startupMs = seconds(spec.startupSeconds ?? 0);
      if (startupMs > 0) process.wakeAfter(startupMs, 'ready');
      else becomeReady(process, spec);
    },
    wake(process, reason) {
      const [what = '', at = ''] = reason.split(':');
      if (what === 'ready') becomeReady(process, spec);
      if (what === 'ports') openPorts(process, spec);
      if (what === 'memory') followMemory(process, spec.memory, Number(at));
      if (what === 'exit') process.exit(spec.exit?.code ?? 0);
      if (what === 'stopped') process.exit(spec.stop.code);
      if (what === 'line') {
        const line = spec.logs?.periodic?.[Number(at)];
        if (line === undefined) return;
        say(process, [line.line]);
        process.wakeAfter(seconds(line.everySeconds), reason);
      }
    },
    http(process, port, request) {
      const answer = answerTo(process, spec, process.memory.counts, { port, request });
      process.memory = { ...process.memory, counts: answer.counts };
      openPorts(process, spec);
      if (typeof answer.response !== 'string' && spec.logs?.request !== undefined) {
        say(process, [spec.logs.request], { ...answer.words, STATUS: String(answer.response.status) });
      }
      return answer.response;
    },
    terminate(process) {
      if (spec.stop.onTerm === 'Ignore') return;
      say(process, spec.logs?.stop);
      const afterMs = seconds(spec.stop.afterSeconds ?? 0);
      if (afterMs > 0) process.wakeAfter(afterMs, 'stopped');
      else process.exit(spec.stop.code);
    },
  };
}

const seconds = (count: number) => count * 1000;

function say(
  process: Process<Memory>,
  lines: readonly string[] = [],
  words: Readonly<Record<string, string>> = {},
): void {
  for (const line of lines) process.log(filledIn(line, process, words));
}

/** Its ports open; those that close or open again later are looked at then. */
function becomeReady(process: Process<Memory>, spec: ImageSpec): void {
  process.memory = { ...process.memory, isReady: true };
  const elapsedMs = process.now - process.startedAt;
  for (const at of portChanges(spec)) if (seconds(at) > elapsedMs) process.wakeAfter(seconds(at) - elapsedMs, 'ports');
  openPorts(process, spec);
  if (!process.hasExited) say(process, spec.logs?.ready);
}

function openPorts(process: Process<Memory>, spec: ImageSpec): void {
  const { counts, isReady } = process.memory;
  if (!isReady) return;
  for (const port of spec.ports ?? []) {
    if (!isPortOpen(process, port, counts)) process.unlisten(port.port);
    else if (!process.listen(port.port)) {
      process.log(`bind() to 0.0.0.0:${port.port} failed (98: Address already in use)`, 'stderr');
      process.exit(1);
      return;
    }
  }
}

/** The memory of point `at`, growing to that of the next one. A smaller value holds from its moment on. */
function followMemory(process: Process<Memory>, points: readonly ImageMemoryPoint[], at: number): void {
  const [first] = points;
  const present =
    at === 0 && first !== undefined && first.afterSeconds > 0 ? { ...first, afterSeconds: 0 } : points[at];
  const next = present === points[at] ? points[at + 1] : first;
  if (present === undefined) return;
  const bytes = wholeValue(present.bytes);
  if (next === undefined) {
    process.useMemory(bytes);
    return;
  }
  const target = wholeValue(next.bytes);
  const duration = next.afterSeconds - present.afterSeconds;
  const growth = target > bytes ? { bytesPerSecond: (target - bytes) / duration, upToBytes: target } : undefined;
  process.useMemory(bytes, growth);
  const nextAt = points.indexOf(next);
  if (!process.hasExited) process.wakeAfter(seconds(duration), `memory:${nextAt}`);
}
