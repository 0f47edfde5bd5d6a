/**
 * What runs in people's containers: the images that everybody knows, shells and their tools. A cluster that nobody has
 * used yet needs none of it, so it is fetched beside the engine, and awaited before the first thing that anybody does.
 */
import type { ImageSpec } from '../../api/images/image';
import type { ExecResult } from './containerRuntime';
import type { ImageBehaviour, Process, Program } from './process';
import type { ShellState } from './shell/shellState';

/** The parts, as the engine asks for them. */
export interface Userland {
  findImage(repository: string, tag: string): ImageBehaviour | undefined;
  hostExists(domain: string): boolean;
  definedImage(spec: ImageSpec): ImageBehaviour;
  hasCommand(image: ImageBehaviour, name: string): boolean;
  hasExecutable(process: Process, argv: readonly string[]): boolean;
  execFailure(process: Process, first: string): string;
  runInContainer(process: Process, program: Program, argv: readonly string[]): ExecResult;
  readonly shellProgram: Program<ShellState>;
}

let parts: Userland | undefined;

/** Fetches them. Whoever lets a person's deeds in awaits it first. */
export async function loadUserland(): Promise<void> {
  parts ??= (await import('./userlandParts')).userlandParts;
}

/** The parts, once they are there; before that only the cluster's own containers run. */
export function userland(): Userland | undefined {
  return parts;
}
