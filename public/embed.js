/**
 * kubeloop in a page of yours: makes or takes over a frame, and speaks with it. No dependencies, no build.
 * Types: embed.d.ts. Guide: docs/embedding/README.md. Plain data goes both ways; nothing is evaluated, no HTML is read.
 */

/** Version of what is said over the window; it stands in every message, under our own name. */
const PROTOCOL = 1;
const ASK_EVERY_MS = 500;
const MOST_ASKS = 20;
const SANDBOX = 'allow-scripts allow-same-origin allow-popups';
/** Where this script lies, the page lies. */
const HOME = new URL('.', import.meta.url).href;

/**
 * Puts a frame into `place` and hands back its controller. `options`: `link` (a fragment or a whole link), `title`,
 * `height`, `sandbox`, `base`, and any parameter of the address: `lang`, `theme`, `view`, `panels`, `speed`, `play`, `ctl`, `ro`, `hide`.
 */
export function embed(place, options = {}) {
  const element = typeof place === 'string' ? document.querySelector(place) : place;
  if (!(element instanceof Element)) throw new Error(`kubeloop: there is no ${place}`);
  const frame = document.createElement('iframe');
  const { title = 'kubeloop', height = 480, sandbox = SANDBOX } = options;
  frame.title = title;
  frame.loading = 'lazy';
  frame.allow = 'clipboard-write; fullscreen';
  if (sandbox !== false) frame.setAttribute('sandbox', sandbox);
  // reveal.js would make it a little narrower than its place.
  frame.style.cssText = 'border:0;width:100%;max-width:100%';
  frame.height = String(height);
  frame.src = addressOf(options);
  element.append(frame);
  return attach(frame);
}

/** The address of a frame with these options. */
export function addressOf({ link = '', base = HOME, title: _, height: __, sandbox: ___, ...parameters } = {}) {
  const at = link.indexOf('#');
  const url = new URL(at > 0 ? link.slice(0, at) : base);
  url.searchParams.set('embed', '1');
  for (const [name, value] of Object.entries(parameters)) {
    const text = value === true ? '1' : value === false ? '0' : Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== null) url.searchParams.set(name, String(text));
  }
  url.hash = at < 0 ? link : link.slice(at);
  return url.href;
}

/** Speaks with a frame that is there already. */
export function attach(frame) {
  return new Kubeloop(frame);
}

class Kubeloop {
  #port;
  #id = Math.random().toString(36).slice(2);
  #nextCommand = 1;
  #waiting = new Map();
  #listeners = new Map();
  /** Commands from before there was a port. */
  #early = [];
  #timer;
  #asked = 0;
  #isLoaded = false;
  #isOver = false;

  constructor(frame) {
    this.frame = frame;
    this.ready = new Promise((resolve, reject) => {
      this.on('ready', resolve);
      this.on('lost', () => reject(new Error('kubeloop: the frame does not answer')));
    });
    // Nobody has to wait for it.
    this.ready.catch(() => {});
    window.addEventListener('message', this.#hear);
    // A frame that comes late, or is reloaded, is asked anew.
    frame.addEventListener('load', this.#begin);
    this.#begin();
  }

  /** Calls back with every event of that name, until the function that it hands back is called. */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  load = (link) => this.#ask({ type: 'load', link });
  play = () => this.#ask({ type: 'play' });
  pause = () => this.#ask({ type: 'pause' });
  step = () => this.#ask({ type: 'step' });
  seek = (to) => this.#ask({ type: 'seek', to });
  speed = (speed) => this.#ask({ type: 'speed', speed });
  action = (action) => this.#ask({ type: 'action', action });
  kubectl = (line) => this.action({ type: 'kubectl', line });
  check = () => this.#ask({ type: 'check' });
  setLang = (lang) => this.#ask({ type: 'setLang', lang });
  setTheme = (theme) => this.#ask({ type: 'setTheme', theme });
  getLink = () => this.#ask({ type: 'getLink' });

  /** Ends the connection; the frame stays. */
  destroy() {
    this.#isOver = true;
    clearInterval(this.#timer);
    window.removeEventListener('message', this.#hear);
    this.frame.removeEventListener('load', this.#begin);
    this.#port?.close();
    this.#drop('the connection was ended');
  }

  #begin = (event) => {
    this.#isLoaded ||= event !== undefined;
    // The page that has answered knows this id and says nothing; a new one in its place answers.
    this.#asked = this.#port === undefined ? 0 : MOST_ASKS - 2;
    clearInterval(this.#timer);
    this.#timer = setInterval(this.#init, ASK_EVERY_MS);
    this.#init();
  };

  #init = () => {
    if (this.#asked++ < MOST_ASKS) {
      // The frame may be of any origin, or of none; what is said is no secret.
      this.frame.contentWindow?.postMessage({ kubeloop: PROTOCOL, type: 'init', id: this.#id }, '*');
      return;
    }
    clearInterval(this.#timer);
    // A lazy frame out of sight is asked when it has been loaded.
    if (this.#port !== undefined || (this.frame.loading === 'lazy' && !this.#isLoaded)) return;
    this.#tell('lost', {});
    this.#drop('the frame does not answer');
  };

  #hear = ({ source, data, ports }) => {
    if (source !== this.frame.contentWindow || data?.kubeloop !== PROTOCOL || data.type !== 'hello') return;
    if (data.id !== this.#id || ports.length === 0) return;
    clearInterval(this.#timer);
    if (this.#port !== undefined) {
      this.#port.close();
      this.#drop('the frame was loaded anew');
    }
    [this.#port] = ports;
    this.#port.onmessage = this.#receive;
    for (const command of this.#early.splice(0)) this.#port.postMessage(command);
  };

  #receive = ({ data }) => {
    const { type, id, value, message, event, ...news } = data;
    if (type === 'event') {
      // Escape gives the keyboard back to the deck.
      if (event === 'key' && news.key === 'Escape') {
        this.frame.blur();
        window.focus();
      }
      this.#tell(event, event === 'error' ? { message } : news);
      return;
    }
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 'answer') asked?.resolve(value);
    else asked?.reject(new Error(message));
  };

  #tell(event, news) {
    for (const listener of this.#listeners.get(event) ?? []) listener(news);
  }

  #ask(command) {
    const id = this.#nextCommand++;
    const message = { id, ...command };
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error('kubeloop: the connection was ended'));
      else this.#waiting.set(id, { resolve, reject });
      if (this.#port === undefined) this.#early.push(message);
      else this.#port.postMessage(message);
    });
  }

  /** What was asked gets no answer. */
  #drop(why) {
    this.#early = [];
    for (const { reject } of this.#waiting.values()) reject(new Error(`kubeloop: ${why}`));
    this.#waiting.clear();
  }
}
