/**
 * Watch events on their way to the page: coalesced per object, handed out a bounded number at a time.
 * The last state of an object wins; order between objects is kept.
 */
import type { WatchEvent } from '../client/transport';

type ObjectEvent = Extract<WatchEvent, { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' }>;

export class Outbox {
  readonly #objects = new Map<string, ObjectEvent>();
  #end: WatchEvent | undefined;

  get size(): number {
    return this.#objects.size + (this.#end === undefined ? 0 : 1);
  }

  add(event: WatchEvent): void {
    switch (event.type) {
      case 'BOOKMARK':
        return;
      case 'ERROR':
        this.#end = event;
        return;
      default:
        this.#addObject(event);
    }
  }

  #addObject(event: ObjectEvent): void {
    const { uid } = event.object.metadata;
    const before = this.#objects.get(uid);
    if (before?.type === 'ADDED' && event.type === 'DELETED') {
      this.#objects.delete(uid); // Came and went between two frames: the page never heard of it.
    } else if (before?.type === 'ADDED' && event.type === 'MODIFIED') {
      this.#objects.set(uid, { type: 'ADDED', object: event.object });
    } else if (before?.type === 'DELETED' && event.type === 'ADDED') {
      this.#objects.set(uid, { type: 'MODIFIED', object: event.object }); // The clock went back: the page still knows it.
    } else {
      this.#objects.set(uid, event);
    }
  }

  /** Takes out up to `limit` events, oldest first. */
  take(limit: number): readonly WatchEvent[] {
    const events: WatchEvent[] = [];
    for (const [uid, event] of this.#objects) {
      if (events.length >= limit) return events;
      events.push(event);
      this.#objects.delete(uid);
    }
    if (this.#end !== undefined && events.length < limit) {
      events.push(this.#end);
      this.#end = undefined;
    }
    return events;
  }
}
