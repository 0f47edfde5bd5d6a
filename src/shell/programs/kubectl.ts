/** `kubectl`: everything else is around it. */
import { kubectl } from '../../kubectl/kubectl';
import type { Program } from '../shell';

export const kubectlProgram: Program = { name: 'kubectl', run: (args, io, world) => kubectl(args, io, world) };
