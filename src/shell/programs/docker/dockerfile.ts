/** Reads a Dockerfile as far as it says what a container of the image does. */
import type { ImageSpec } from '../../../api/images/image';
import { canonicalName, parseReference } from '../../../api/meta/imageReference';

/** A Dockerfile that cannot be built, in BuildKit's words. */
export class DockerfileError extends Error {
  override name = 'DockerfileError';
}

export interface Dockerfile {
  /** The full name of the image that the last stage begins with. */
  readonly from: string;
  /** The instructions of the last stage that make layers, as written. */
  readonly steps: readonly string[];
  /** Files and folders of the build's own folder that are copied. */
  readonly copied: readonly string[];
  readonly spec: Pick<ImageSpec, 'entrypoint' | 'cmd' | 'env' | 'workingDir' | 'ports' | 'userland'>;
}

const INSTRUCTIONS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
/** They make a layer each. */
const LAYERS = new Set(['ADD', 'COPY', 'RUN', 'WORKDIR']);

interface Instruction {
  readonly word: string;
  readonly rest: string;
  readonly line: number;
}

/** Throws DockerfileError. */
export function parseDockerfile(text: string): Dockerfile {
  const all = instructionsOf(text);
  if (all.length === 0) throw new DockerfileError('the Dockerfile cannot be empty');
  for (const { word, line } of all) {
    if (!INSTRUCTIONS.has(word))
      throw new DockerfileError(`dockerfile parse error on line ${line}: unknown instruction: ${word}`);
  }
  const first = all.findIndex(({ word }) => word !== 'ARG');
  if (all[first]?.word !== 'FROM') throw new DockerfileError('no build stage in current context');
  const start = all.findLastIndex(({ word }) => word === 'FROM');
  const stage = all.slice(start + 1);
  const of = (wanted: string) => stage.filter(({ word }) => word === wanted);
  const [entrypoint, cmd, workingDir] = ['ENTRYPOINT', 'CMD', 'WORKDIR'].map((word) => of(word).at(-1)?.rest);
  const ports = of('EXPOSE').flatMap(({ rest }) => rest.split(/\s+/).map((port) => Number.parseInt(port, 10)));
  const env = Object.assign({}, ...of('ENV').map(({ rest }) => variablesOf(rest))) as Record<string, string>;
  return {
    from: baseOf(all[start]?.rest ?? ''),
    steps: stage.filter(({ word }) => LAYERS.has(word)).map(({ word, rest }) => `${word} ${rest}`),
    copied: stage
      .filter(({ word, rest }) => (word === 'COPY' || word === 'ADD') && !/--from=|https?:/.test(rest))
      .flatMap(sourcesOf),
    spec: {
      userland: 'debian',
      ...(entrypoint === undefined ? {} : { entrypoint: argvOf(entrypoint) }),
      ...(cmd === undefined ? {} : { cmd: argvOf(cmd) }),
      ...(workingDir === undefined ? {} : { workingDir }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(ports.length === 0 ? {} : { ports: ports.map((port) => ({ port })) }),
    },
  };
}

/** Comments are gone, lines that end in a backslash joined. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(raw) || (open === undefined && raw.trim() === '')) continue;
    const { text: before, line }: { text: string; line: number } = open ?? { text: '', line: index + 1 };
    const joined = `${before}${raw.trim().replace(/\\$/, '')}`;
    if (raw.trimEnd().endsWith('\\')) {
      open = { text: joined, line };
      continue;
    }
    open = undefined;
    const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(joined) ?? [];
    found.push({ word: word.toUpperCase(), rest: rest.trim(), line });
  }
  return found;
}

function baseOf(rest: string): string {
  const [name = ''] = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  if (name === 'scratch') return name;
  const reference = parseReference(name);
  if ('cause' in reference) {
    throw new DockerfileError(`failed to parse stage name ${JSON.stringify(name)}: ${reference.cause}`);
  }
  return canonicalName(reference);
}

/** `["node", "app.js"]`, or a line for a shell. */
function argvOf(rest: string): readonly string[] {
  try {
    const argv: unknown = JSON.parse(rest);
    if (Array.isArray(argv) && argv.every((word) => typeof word === 'string')) return argv;
  } catch {
    // No JSON: then it is a line.
  }
  return ['/bin/sh', '-c', rest];
}

function variablesOf(rest: string): Readonly<Record<string, string>> {
  const pairs = [...rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)];
  if (pairs.length > 0)
    return Object.fromEntries(pairs.map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
  const [, name = '', value = ''] = /^(\S+)\s+([\s\S]*)$/.exec(rest) ?? [];
  return name === '' ? {} : { [name]: value };
}

/** All but the last word are sources. */
function sourcesOf({ rest }: Instruction): readonly string[] {
  const words = rest.startsWith('[') ? argvOf(rest) : rest.split(/\s+/);
  return words.filter((word) => !word.startsWith('--')).slice(0, -1);
}
