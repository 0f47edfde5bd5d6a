/**
 * What people have done to the containers of one machine, as rows of the trace: why a probe fails or succeeds, why an
 * image does not come.
 */
import type { ContainerTable } from './containerTable';
import type { EndpointFaults, ProbeKind } from './endpointFaults';
import type { ImageStore } from './imageStore';

/** For whoever asks why; nothing that runs depends on it. Undefined: nobody has done anything. */
export class Doings {
  constructor(
    private readonly table: ContainerTable,
    private readonly faults: EndpointFaults,
    private readonly images: ImageStore,
  ) {}

  /** Why the container does not answer that probe, at `port` or with its command, as its program would. */
  brokenBy(id: string, probe: ProbeKind, port?: number, path?: string): number | undefined {
    const config = this.table.containers.get(id)?.config;
    const { told, isHung } = this.table.processes.get(id) ?? {};
    if (config === undefined) return undefined;
    const { podUid, name: container } = config;
    if (port === undefined) return this.faults.execBrokenBy(podUid, container, probe) ?? told?.files;
    return this.faults.brokenBy({ podUid, container, port, path }) ?? (isHung ? told?.hang : told?.load);
  }

  /** Why the container answers again: it was mended, or its files were changed. */
  mendedBy(id: string): number | undefined {
    const { mend, files } = this.table.processes.get(id)?.told ?? {};
    return mend ?? files;
  }

  /** Why the image's registry does not give it out, while it is broken. */
  imageBrokenBy(image: string): number | undefined {
    return this.images.brokenBy(image);
  }
}
