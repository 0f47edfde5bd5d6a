/**
 * What people have done to the containers of one machine, as rows of the trace: why a probe fails or succeeds, why an
 * image does not come.
 */
import type { ContainerTable } from './containerTable';
import type { EndpointFaults, ProbeKind } from './endpointFaults';
import type { ImageStore } from './imageStore';

/** What a probe asks: at a port, or with a command. */
export interface Asked {
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  readonly command?: readonly string[] | undefined;
}

/** For whoever asks why; nothing that runs depends on it. Undefined: nobody has done anything. */
export class Doings {
  constructor(
    private readonly table: ContainerTable,
    private readonly faults: EndpointFaults,
    private readonly images: ImageStore,
  ) {}

  /** Why the container does not answer that probe as its program would. */
  brokenBy(id: string, probe: ProbeKind, { port, path, command }: Asked): number | undefined {
    const config = this.table.containers.get(id)?.config;
    const { told, isHung } = this.table.processes.get(id) ?? {};
    if (config === undefined) return undefined;
    const { podUid, name: container } = config;
    if (port === undefined) return this.faults.execBrokenBy(podUid, container, probe) ?? this.#changedBy(id, command);
    return this.faults.brokenBy({ podUid, container, port, path }) ?? (isHung ? told?.hang : told?.load);
  }

  /** Why the container answers again: it was mended, or a file that the command looks at was changed. */
  mendedBy(id: string, { command }: Asked): number | undefined {
    return this.table.processes.get(id)?.told?.mend ?? this.#changedBy(id, command);
  }

  /** The last change of a file that the words of the command name. */
  #changedBy(id: string, command: readonly string[] = []): number | undefined {
    const changes = Object.entries(this.table.processes.get(id)?.changed ?? {});
    return changes.findLast(([path]) => command.some((word) => word.includes(path)))?.[1];
  }

  /** Why the image's registry does not give it out, while it is broken. */
  imageBrokenBy(image: string): number | undefined {
    return this.images.brokenBy(image);
  }
}
