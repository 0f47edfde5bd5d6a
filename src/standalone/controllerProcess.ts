/**
 * Controllers of ours as a process of their own, against any API server, by the wall clock. The kernel is the same as in
 * the simulation: one event at a time, each to its end; here the end of an event may be a few round trips away.
 * Left out: leader election, one identity for each controller.
 */
import { failure } from '../api/meta/status';
import type { CacheChange } from '../client/cache';
import { createClient } from '../client/client';
import type { Transport } from '../client/transport';
import type { Component, World } from '../component/component';
import { type Profile, profiles } from '../component/profile';
import { createRecorder } from '../component/recorder';
import { unexplained } from '../component/unexplained';
import type { Controller } from '../controllers/controller';
import { createControllerManager } from '../controllers/manager';
import type { Instant, Json, SimEvent } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { type Arrival, RemoteCaches } from './remoteCaches';

/** As the server reads it from the user agent into managedFields. */
const NAME = 'kube-controller-manager';
const ARRIVAL = '@arrival';
/** A timer of Node holds 24 days at most; nothing is due so late that a look in between would matter. */
const LOOK_AT_LEAST_EVERY_MS = 60_000;

export interface ControllerProcessOptions {
  readonly transport: Transport;
  readonly controllers: readonly Controller[];
  readonly profile?: Profile;
  /** Of names that chance makes: two processes must not share it. */
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly wall?: () => number;
  /** A list or watch has failed and is tried again, or a mistake of ours has ended the process. */
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Controllers that run. */
export interface ControllerProcess {
  /** Hangs up and lets the event that runs come to its end. */
  stop(): Promise<void>;
}

/** Fills the caches and starts. Rejects with ApiError if something that the controllers watch cannot be listed. */
export async function runControllers(options: ControllerProcessOptions): Promise<ControllerProcess> {
  const { wall = Date.now, onTrouble } = options;
  const kernel = new Kernel({ startAt: Math.floor(wall()) as Instant, seed: options.seed });
  const inbox: Arrival[] = [];
  const line = new Line(kernel, inbox, wall, (error) => onTrouble('stopped', error));
  const { component, caches } = assemble(options, kernel, (arrival) => {
    inbox.push(arrival);
    line.wake();
  });
  kernel.register({
    name: NAME,
    handle: (event) => {
      if (event.type !== ARRIVAL) return component.handle(event);
      for (const change of received(caches, event)) component.onChange(change);
      return undefined;
    },
  });
  await caches.open();
  await kernel.advanceTo(Math.floor(wall()) as Instant);
  await component.start();
  line.wake();
  return {
    stop: async () => {
      caches.close();
      await line.end();
    },
  };
}

function assemble(options: ControllerProcessOptions, kernel: Kernel, onArrival: (arrival: Arrival) => void) {
  const { transport, controllers, profile = profiles['v1.36'], onTrouble } = options;
  if (profile === undefined) throw new Error('there is no profile');
  const client = createClient(answering(transport), NAME);
  const { clock, state } = kernel;
  // The component names its watches, its world needs the caches: filled in right below, before anybody reads.
  const holder: { caches?: RemoteCaches } = {};
  const world: World = {
    clock,
    client,
    get cache() {
      if (holder.caches === undefined) throw new Error(`${NAME} reads its cache while it is being made`);
      return holder.caches;
    },
    state,
    recorder: createRecorder({ component: NAME, client, clock, state }),
    explain: unexplained,
    profile,
  };
  const component: Component = createControllerManager(world, controllers);
  const caches = new RemoteCaches({
    component: NAME,
    kinds: component.watches.map(({ kind }) => kind),
    client,
    state: { map: (kind) => state.map(`cache/${kind}`), drop: (kind) => state.drop(`cache/${kind}`) },
    onArrival,
    onTrouble: (kind, error) => onTrouble(`watching ${kind}`, error),
  });
  holder.caches = caches;
  return { component, caches };
}

function received(caches: RemoteCaches, event: SimEvent): readonly CacheChange[] {
  return caches.receive(event.data as unknown as Arrival); // `Line` puts nothing else there.
}

/** Where nobody answers is a refusal too: the manager backs off. */
function answering(transport: Transport): Transport {
  return {
    ...transport,
    request: async (request) => {
      try {
        return await transport.request(request);
      } catch (error) {
        return { code: 0, body: failure(0, '', error instanceof Error ? error.message : String(error)) };
      }
    },
  };
}

/** Lets events run when they are due, one after the other, and what arrives between them. */
class Line {
  #isOpen = true;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly inbox: Arrival[],
    private readonly wall: () => number,
    private readonly onMistake: (error: unknown) => void,
  ) {}

  /** Something may be due. */
  wake(): void {
    if (!this.#isOpen || this.#running !== undefined) return;
    clearTimeout(this.#timer);
    this.#running = this.#run()
      .catch((error: unknown) => {
        this.#isOpen = false;
        this.onMistake(error);
      })
      .then(() => {
        this.#running = undefined;
        if (this.#isOpen) this.#sleep();
      });
  }

  async end(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    do {
      // After each event the clock is read anew: an event may take as long as its requests do.
      while (!(await this.kernel.advanceTo(this.#now(), () => true)) && this.#isOpen);
      for (const arrival of this.inbox.splice(0)) {
        const data = arrival as unknown as Json; // Objects of the API are JSON.
        this.kernel.clock.schedule(0, { actor: NAME, type: ARRIVAL, data });
      }
    } while (this.#isOpen && this.#isDue());
  }

  #isDue(): boolean {
    return this.inbox.length > 0 || (this.kernel.nextAt() ?? Number.POSITIVE_INFINITY) <= this.#now();
  }

  #sleep(): void {
    if (this.#isDue()) return this.wake();
    const next = this.kernel.nextAt() ?? Number.POSITIVE_INFINITY;
    this.#timer = setTimeout(() => this.wake(), Math.min(next - this.#now(), LOOK_AT_LEAST_EVERY_MS));
  }

  /** The machine's clock may be set back; the kernel's never goes back. */
  #now(): Instant {
    return Math.max(Math.floor(this.wall()), this.kernel.clock.now()) as Instant;
  }
}
