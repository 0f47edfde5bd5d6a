/** Everything that is fetched as the userland; see userland.ts. */
import { definedImage } from '../images/definedImage';
import { findImage, hostExists } from '../images/registry';
import { hasCommand } from './shell/commands';
import { execFailure, hasExecutable, runInContainer } from './shell/exec';
import { shellProgram } from './shell/shellProgram';
import type { Userland } from './userland';

export const userlandParts: Userland = {
  definedImage,
  execFailure,
  findImage,
  hasCommand,
  hasExecutable,
  hostExists,
  runInContainer,
  shellProgram,
};
