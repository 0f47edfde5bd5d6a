/**
 * `kubectl apply -f`: objects of files are created or changed, here (three-way) or on the server.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go (v1.36.3).
 * Left out: --overwrite=false, which is refused, and apply sets, which 1.36 hides behind a variable.
 */
import { type Applied, type Applying, applyObject } from '../../apply/applyObject';
import { prune, prunedMappings } from '../../apply/prune';
import { SERVER_SIDE_MANAGER, applyServerSide } from '../../apply/serverSideApply';
import type { Command, Invocation } from '../../command';
import { CommandError, UsageError, oneOf } from '../../errors';
import { type DryRun, withDryRun } from '../../printers/name';
import type { ObjectPrinter } from '../../printers/objectPrinter';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Access, Mapping, Unstructured } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { asError } from '../../resource/fetch';
import { cascadeOf, refuseFlags } from '../deletionFlags';
import { objectOf } from '../../resource/writing';
import { withChangeCause } from '../changeCause';
import { fileOptions, requireFiles, validationOf, writeOptionsOf } from '../manifestFlags';
import { dryRunOf } from '../writeFlags';

export const applyCommand: Command = {
  path: ['apply'],
  async run(invocation) {
    const { flags, args, commandPath } = invocation;
    if (args.length > 0) throw new UsageError(commandPath, `Unexpected args: [${args.join(' ')}]`);
    const dryRun = dryRunOf(invocation);
    checkFlags(invocation, dryRun);
    requireFiles(invocation);
    const printer = await printerFor(printOptionsOf(invocation));
    const { validate, ...validation } = validationOf(invocation);
    checkPrune(invocation);
    const access = await invocation.access();
    const allowlist = flags.list('prune-allowlist');
    const prunable = flags.bool('prune') ? prunedMappings(await access.mapper(), allowlist) : undefined;
    const applying = applyingOf(invocation, access, dryRun, validation.fieldValidation);
    const built = await build(invocation, {
      args: [],
      ...fileOptions(invocation),
      labelSelector: flags.string('selector'),
      validate,
    });
    if (built.infos.length === 0 && built.errors.length === 0) throw new CommandError('no objects passed to apply');
    const infos = built.infos.map((info) => ({ ...info, object: withChangeCause(invocation, objectOf(info)) }));
    await new Run(applying, printer, prunable).all(infos, built.errors);
  },
};

function checkFlags({ flags }: Invocation, dryRun: DryRun): void {
  const isServerSide = flags.bool('server-side');
  if (flags.bool('force-conflicts') && !isServerSide) {
    throw new CommandError('--force-conflicts only works with --server-side');
  }
  if (dryRun === 'client' && isServerSide) {
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  }
  if (isServerSide && flags.bool('force')) throw new CommandError('--force cannot be used with --server-side');
  if (dryRun === 'server' && flags.bool('force'))
    throw new CommandError('--dry-run=server cannot be used with --force');
  if (flags.string('subresource') !== '' && !isServerSide) {
    throw new CommandError('--subresource can only be specified for --server-side');
  }
}

function checkPrune(invocation: Invocation): void {
  const { flags } = invocation;
  const hasSelector = flags.string('selector') !== '';
  if (flags.bool('all') && hasSelector) throw new CommandError('cannot set --all and --selector at the same time');
  if (flags.bool('prune')) {
    if (flags.bool('server-side')) {
      throw new CommandError("--prune is in alpha and doesn't currently work on objects created by server-side apply");
    }
    if (!flags.bool('all') && !hasSelector) {
      throw new CommandError(
        'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
      );
    }
  }
  if (!flags.bool('overwrite')) refuseFlags(invocation, ['overwrite']);
}

function applyingOf(invocation: Invocation, access: Access, dryRun: DryRun, fieldValidation: string): Applying {
  const { flags } = invocation;
  const isServerSide = flags.bool('server-side');
  const manager = isServerSide && !flags.changed('field-manager') ? SERVER_SIDE_MANAGER : flags.string('field-manager');
  const options = writeOptionsOf(dryRun, manager, fieldValidation);
  return {
    invocation,
    access,
    dryRun,
    options: isServerSide ? { ...options, force: flags.bool('force-conflicts') } : options,
    force: flags.bool('force'),
    cascade: cascadeOf(invocation),
    gracePeriod: flags.int('grace-period'),
    timeoutMs: flags.durationMs('timeout'),
  };
}

/** One run over all objects: each is told of as it is done, or (with -o) all of them at the end. */
class Run {
  private readonly objects: Unstructured[] = [];
  private readonly uids = new Set<string>();
  private readonly namespaces = new Set<string>();

  constructor(
    private readonly applying: Applying,
    private readonly printer: ObjectPrinter,
    /** Undefined without --prune. */
    private readonly prunable: readonly Mapping[] | undefined,
  ) {}

  async all(infos: readonly Info[], readingErrors: readonly Error[]): Promise<void> {
    const errors: Error[] = [...readingErrors];
    const { access } = this.applying;
    if (access.isNamespaceExplicit) this.namespaces.add(access.namespace);
    for (const info of infos) {
      try {
        this.done(info, await this.apply(info));
      } catch (error) {
        errors.push(asError(error));
      }
    }
    if (errors.length > 0) throw oneOf(errors);
    this.printObjects();
    await this.prune();
  }

  private apply(info: Info): Promise<Applied> {
    if (info.namespace !== undefined) this.namespaces.add(info.namespace);
    const { flags } = this.applying.invocation;
    if (!flags.bool('server-side')) return applyObject(this.applying, info);
    const subresource = flags.string('subresource');
    return applyServerSide(this.applying, info, subresource === '' ? undefined : subresource);
  }

  private done({ mapping }: Info, { object, operation }: Applied): void {
    const { group, version, kind } = mapping;
    const apiVersion = object.apiVersion ?? (group === '' ? version : `${group}/${version}`);
    const typed = { ...object, apiVersion, kind: object.kind ?? kind };
    this.objects.push(typed);
    this.uids.add(object.metadata.uid);
    if (!this.printsObjects) this.tell(typed, operation);
  }

  /** `-o yaml` and the like print objects, not what was done to them. */
  private get printsObjects(): boolean {
    const output = this.applying.invocation.flags.string('output');
    return output !== '' && output !== 'name';
  }

  private tell(object: object, operation: string): void {
    const { dryRun, invocation } = this.applying;
    this.printer.print(object, invocation.io, withDryRun(operation, dryRun));
  }

  private printObjects(): void {
    const [first, ...more] = this.objects;
    if (!this.printsObjects || first === undefined) return;
    const list = { apiVersion: 'v1', items: this.objects, kind: 'List', metadata: {} };
    this.printer.print(more.length === 0 ? first : list, this.applying.invocation.io);
  }

  private async prune(): Promise<void> {
    if (this.prunable === undefined) return;
    const { flags } = this.applying.invocation;
    const pruning = {
      mappings: this.prunable,
      labelSelector: flags.string('selector'),
      uids: this.uids,
      namespaces: this.namespaces,
      hasAllowlist: flags.list('prune-allowlist').length > 0,
    };
    await prune(this.applying, pruning, (object) => this.tell(object, 'pruned'));
  }
}
