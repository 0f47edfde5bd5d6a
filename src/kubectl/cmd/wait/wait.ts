/**
 * `kubectl wait (-f FILE | TYPE/NAME | TYPE (-l label | --all)) --for=...`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/wait/{wait,condition,create,delete}.go (v1.36.3).
 */
import { isReason } from '../../../api/meta/status';
import type { Command, Invocation } from '../../command';
import { CommandError, ExitError, oneOf } from '../../errors';
import type { ObjectPrinter } from '../../printers/objectPrinter';
import { printerFor, printOptionsOf } from '../../printers/printFlags';
import type { Unstructured } from '../../resource/access';
import { type Built, build, type Info } from '../../resource/builder';
import { targetOf } from '../../resource/deletion';
import { visit } from '../../resource/visit';
import { settled } from '../../waiting';
import { type WaitCondition, waitConditionsOf } from './conditions';

const A_WEEK_MS = 168 * 3_600_000;
/** How often an object that is not there yet is looked for. */
const CREATE_POLL_MS = 500;
/** What an interrupted wait ends with. */
const INTERRUPTED = 1;

/** Waits until objects are in a state, one after the other. */
export const wait: Command = {
  path: ['wait'],
  async run(invocation) {
    const { flags, env } = invocation;
    const printer = await printerFor(printOptionsOf(invocation));
    const conditions = waitConditionsOf(flags.list('for'));
    if (flags.bool('local')) throw new CommandError('kubeloop: --local is not simulated for wait');
    const asked = flags.durationMs('timeout');
    const timeoutMs = asked < 0 ? A_WEEK_MS : asked;
    const waiter = new Waiter(invocation, printer, conditions, timeoutMs, env.clock.now() + timeoutMs);
    await waiter.run();
  },
};

class Waiter {
  constructor(
    private readonly invocation: Invocation,
    private readonly printer: ObjectPrinter,
    private readonly conditions: readonly WaitCondition[],
    private readonly timeoutMs: number,
    private readonly end: number,
  ) {}

  async run(): Promise<void> {
    if (this.has('create')) await this.created();
    const isForDelete = this.has('delete');
    const built = await this.find(isForDelete);
    const count = await visit(built, (info) => this.one(info));
    if (count === 0 && !isForDelete) throw new CommandError('no matching resources found');
  }

  private has(type: WaitCondition['type']): boolean {
    return this.conditions.some((condition) => condition.type === type);
  }

  private async find(ignoreNotFound: boolean): Promise<Built> {
    const { args, flags } = this.invocation;
    return build(this.invocation, {
      args,
      filenames: flags.list('filename'),
      recursive: flags.bool('recursive'),
      labelSelector: flags.string('selector'),
      fieldSelector: flags.string('field-selector'),
      all: flags.bool('all'),
      allNamespaces: flags.bool('all-namespaces'),
      latest: true,
      ignoreNotFound,
    });
  }

  /** Resolves once anything is there of what was asked for. */
  private async created(): Promise<void> {
    const { env, io } = this.invocation;
    for (;;) {
      const built = await this.find(false);
      const failure = built.errors.length === 0 ? undefined : oneOf(built.errors);
      if (failure !== undefined && !isReason(failure, 'NotFound')) throw failure;
      if (failure === undefined && built.infos.length > 0) return;
      const left = this.end - env.clock.now();
      if (left <= 0) throw new CommandError('timed out waiting for the condition');
      await env.clock.sleep(Math.min(CREATE_POLL_MS, left), io.interrupt);
      if (io.interrupt.interrupted) throw new ExitError(INTERRUPTED);
    }
  }

  private async one(info: Info): Promise<void> {
    for (const condition of this.conditions) {
      const object = await this.met(info, condition);
      if (object !== undefined) this.printer.print(object, this.invocation.io, 'condition met');
    }
  }

  /** The object once it is in that state; for one that was deleted, as it was last. */
  private async met(info: Info, condition: WaitCondition): Promise<object | undefined> {
    if (condition.type === 'create') return info.object;
    const { clock } = this.invocation.env;
    for (;;) {
      // The time is for all objects together: nothing is asked after it.
      if (this.timeoutMs > 0 && clock.now() >= this.end) throw timedOut(info);
      const object = await this.present(info, condition);
      if (object === undefined) return info.object;
      if (condition.type === 'state' && condition.isMet(object)) return object;
      if (this.timeoutMs === 0) throw new CommandError(`condition not met for ${nameOf(info)}`);
      const outcome = await this.change(info, condition, object, Math.max(0, this.end - clock.now()));
      if (outcome === 'interrupted') throw new ExitError(INTERRUPTED);
      if (outcome === 'timeout') throw timedOut(info);
      if (outcome instanceof Error) throw outcome;
      if (outcome !== 'again') return outcome;
    }
  }

  /** Undefined if it is gone and that is what is waited for. */
  private async present(info: Info, condition: WaitCondition): Promise<Unstructured | undefined> {
    const access = await this.invocation.access();
    try {
      return await access.get(targetOf(info));
    } catch (error) {
      if (condition.type === 'delete' && isReason(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** Watches from `object` on. `again`: the watch has ended, so look anew. */
  private async change(info: Info, condition: WaitCondition, object: Unstructured, timeoutMs: number) {
    const access = await this.invocation.access();
    return settled<object | 'again'>(this.invocation, timeoutMs, (settle) =>
      access.watch(
        info.mapping,
        info.namespace,
        { fieldSelector: `metadata.name=${info.name}`, resourceVersion: object.metadata.resourceVersion },
        (event) => {
          if (event.type === 'ERROR') settle('again');
          else if (event.type === 'DELETED' && condition.type === 'delete') settle(object);
          else if ((event.type === 'ADDED' || event.type === 'MODIFIED') && condition.type === 'state') {
            const found = checked(condition, { ...event.object });
            if (found !== undefined) settle(found);
          }
        },
      ),
    );
  }
}

/** The object if it is in the state, what is wrong if that cannot be told, else undefined. */
function checked(condition: WaitCondition & { type: 'state' }, object: Unstructured): object | undefined {
  try {
    return condition.isMet(object) ? object : undefined;
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

function timedOut(info: Info): CommandError {
  return new CommandError(`timed out waiting for the condition on ${nameOf(info)}`);
}

/** `pods/web`: without the group. */
function nameOf({ mapping, name }: Info): string {
  return `${mapping.plural}/${name}`;
}
