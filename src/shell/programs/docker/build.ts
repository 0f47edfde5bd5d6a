/**
 * `docker build -t NAME:TAG [-f FILE] FOLDER`. Nothing is run or copied: the image listens at the ports of EXPOSE and has
 * the command, variables and folder that the Dockerfile names. Models the messages of BuildKit.
 */
import { canonicalName, parseReference } from '../../../api/meta/imageReference';
import { sha256 } from '../../../api/meta/sha256';
import { FileError, type Io } from '../../../kubectl/environment';
import type { World } from '../../shell';
import { readGoOptions } from '../goOptions';
import { DockerfileError, type Dockerfile, parseDockerfile } from './dockerfile';
import { addImage } from './imageList';

/** Nobody knows what the files in it weigh: an invention. */
const SIZE_MB = 120;

export async function build(args: readonly string[], io: Io, world: World): Promise<number> {
  const options = readGoOptions(args, { tag: 't', file: 'f' });
  const { words: folders } = options;
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) {
    await io.err(
      "ERROR: docker: 'docker buildx build' requires 1 argument\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -\n",
    );
    return 1;
  }
  const names: string[] = [];
  for (const given of options.all('tag')) {
    const reference = parseReference(given);
    if ('cause' in reference) {
      await io.err(`ERROR: failed to build: invalid tag ${JSON.stringify(given)}: ${reference.cause}\n`);
      return 1;
    }
    names.push(canonicalName(reference));
  }
  const path = options.value('file') ?? `${folder}/Dockerfile`;
  try {
    const text = await readDockerfile(path, world);
    const parsed = parseDockerfile(text);
    await checkCopies(parsed, folder, world);
    const id = `sha256:${sha256(`${text}\n${folder}`)}`;
    await io.err(progress(parsed, text, id, names));
    const spec = { ...parsed.spec, sizeMB: SIZE_MB };
    for (const name of names) await addImage({ name, id, createdAt: world.clock.now(), spec }, world);
    return 0;
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    await io.err(`ERROR: failed to build: failed to solve: ${error.message}\n`);
    return 1;
  }
}

async function readDockerfile(path: string, { files }: World): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const name = path.slice(path.lastIndexOf('/') + 1);
    throw new DockerfileError(`failed to read dockerfile: open ${name}: no such file or directory`);
  }
}

/** What is copied has to be there. */
async function checkCopies({ copied }: Dockerfile, folder: string, { files }: World): Promise<void> {
  for (const name of copied) {
    const path = `${folder}/${name}`;
    if (/[*?[]/.test(name) || (await files.isFolder(path))) continue;
    try {
      await files.read(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const shown = `/${name.replace(/^(?:\.?\/)+/, '')}`;
      throw new DockerfileError(
        `failed to compute cache key: failed to calculate checksum of ref: ${JSON.stringify(shown)}: not found`,
      );
    }
  }
}

function progress({ from, steps }: Dockerfile, text: string, id: string, names: readonly string[]): string {
  const shown = [`FROM ${from}`, ...steps].map((step, at) => ` => [${at + 1}/${steps.length + 1}] ${step}`);
  const lines = [
    '[internal] load build definition from Dockerfile',
    `=> transferring dockerfile: ${text.length}B`,
    `[internal] load metadata for ${from}`,
  ].map((line) => ` => ${line}`);
  const named = names.map((name) => ` => => naming to ${name}`);
  const all = [...lines, ...shown, ' => exporting to image', ` => => writing image ${id}`, ...named];
  return `[+] Building FINISHED\n${all.map((line) => `${line}\n`).join('')}`;
}
