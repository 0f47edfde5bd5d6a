/** What a person does, carried out at the present instant: everything else follows from virtual time. */
import { loadApply } from '../apiserver/apply/lateApply';
import { loadCustomParts } from '../apiserver/customresources/loadCustomParts';
import { pathOf } from '../client/client';
import type { Status } from '../api/meta/status';
import type { Command, Fault, OutsideAnswer, OutsideAsk, RefusedCommand } from '../client/simulation';
import type { ApiRequest, ApiResponse, StreamHandlers } from '../client/transport';
import { loadUserland } from '../kubelet/runtime/userland';
import type { Cluster } from './cluster';
import { subjectOf } from './clusterTraffic';

/** A command before its instant is known. */
export type Doing = Command extends infer C ? (C extends Command ? Omit<C, 'atMs'> : never) : never;
export type StreamCommand = Extract<Doing, { readonly type: 'stream' | 'streamInput' | 'unstream' }>;

/** Commands that come due as time passes. */
export interface Recorded {
  /** The one that was not carried out yet. */
  next(): Command | undefined;
  /** It has been, and so the API server answered, if it was asked. */
  done(response?: ApiResponse): void;
}

/** Where definitions of custom resources are written. Their rules are read by a part that is fetched then. */
const DEFINITIONS = '/apis/apiextensions.k8s.io/';

/** In a replay nobody listens. */
export const UNHEARD: StreamHandlers = { onMessage: () => {}, onEnd: () => {} };

/** What there is to tell of a command that the API server answered so, if it refused it. */
export function refusalOf(command: Command | undefined, response?: ApiResponse): RefusedCommand | undefined {
  if (response === undefined || response.code < 400 || command?.type !== 'request') return undefined;
  const { message = '' } = response.body as Partial<Status>; // A refusal has one.
  return { request: command.request, message };
}

/** The deeds of a cluster. Whoever calls sees to it that nothing else runs. */
export class Deeds {
  constructor(private readonly cluster: Cluster) {}

  /** A command of a run; what the API server said, if it was asked. */
  async carryOut(command: Doing): Promise<ApiResponse | undefined> {
    switch (command.type) {
      case 'request':
        return this.write(command.request);
      case 'fault':
        await this.break(command.fault);
        return undefined;
      case 'send':
        await this.send(command.ask);
        return undefined;
      case 'line':
        return undefined;
      case 'stream':
      case 'streamInput':
      case 'unstream':
        await this.prepare();
        await this.stream(command, UNHEARD);
        return undefined;
      default:
        return command satisfies never;
    }
  }

  async write(request: ApiRequest): Promise<ApiResponse> {
    if (request.path.startsWith(DEFINITIONS)) await loadCustomParts();
    await this.prepare();
    const { activity, api, kernel } = this.cluster;
    const ask = () => (activity.isRead ? activity.send('you', request, api) : api.request(request));
    const response = await kernel.command('you', request.method, request.path, ask);
    await this.settle();
    return response;
  }

  async break(fault: Fault): Promise<void> {
    await this.prepare();
    const { api, host, kernel, machines, traffic } = this.cluster;
    await kernel.command('you', fault.type, JSON.stringify(fault), async () => {
      if (fault.type === 'startLoad' || fault.type === 'stopLoad') traffic.loads.apply(fault);
      else if ('component' in fault) host.pause(fault);
      else if (fault.type === 'stopUpstreamDns' || fault.type === 'startUpstreamDns') traffic.switchUpstreamDns(fault);
      else machines.apply(fault);
      // As `minikube node delete`: the machine goes, then its object, which may be gone already.
      if (fault.type === 'removeNode')
        await api.request({ method: 'DELETE', path: pathOf('Node', undefined, fault.node) });
    });
    await this.settle();
  }

  async send(ask: OutsideAsk): Promise<OutsideAnswer> {
    await this.prepare();
    const { kernel, traffic } = this.cluster;
    const answer = await kernel.command('you', 'send', subjectOf(ask), async () => traffic.send(ask));
    await this.settle();
    return answer;
  }

  /** Does what `command` says with its stream; the stream's number. */
  async stream(command: StreamCommand, handlers: StreamHandlers): Promise<number> {
    const subject = command.type === 'stream' ? command.request.path : String(command.stream);
    const act = async () => this.actOn(command, handlers);
    const id = await this.cluster.kernel.command('you', command.type, subject, act);
    await this.settle();
    return id;
  }

  /** The same, as nobody's deed. */
  actOn(command: StreamCommand, handlers: StreamHandlers): number {
    const { api } = this.cluster;
    if (command.type === 'stream') return api.openStream(command.request, handlers);
    if (command.type === 'streamInput') api.streamInput(command.stream, command.message);
    else api.unstream(command.stream);
    return command.stream;
  }

  /** Before anybody does anything: what people's containers are made of is there, and all that is due has happened. */
  async prepare(): Promise<void> {
    await loadUserland();
    await loadApply();
    await this.settle();
  }

  /** All that is due at the present instant. */
  async settle(): Promise<void> {
    await this.cluster.kernel.advanceTo(this.cluster.now());
  }
}
