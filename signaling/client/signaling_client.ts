/** The browser's end of signaling: connects, reconnects, and keeps to the server's rate limit. */
import { BROWSER_NETWORK } from "./browser_network.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Outage } from "../protocol/outage.ts";
import type { ClientMessage } from "../protocol/client_messages.ts";
import { CLOSE, mayReconnect } from "../protocol/close_codes.ts";
import { HEARTBEAT, LIMITS, PING, PONG } from "../protocol/limits.ts";
import type { Parser } from "../protocol/parser.ts";
import { RateLimit } from "@/common/rate_limit.ts";
import { probesFirst, reconnectDelay } from "./reconnect.ts";

/** The part of WebSocket that the client uses. */
export interface ClientSocket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
  /** Whether the hello has been sent already, by an early join. */
  readonly saidHello?: boolean;
}

export interface Network {
  /** Opens a socket. */
  connect(): ClientSocket;
  /**
   * Asks by HTTP whether a server is there, until there is an answer.
   * @param answered called once
   * @returns ends the probe
   */
  probe(answered: (isThere: boolean) => void): () => void;
  /**
   * Asks by HTTP why no socket opens.
   * @param answered called once, soon
   * @returns ends the inquiry
   */
  inquire(answered: (outage: Outage) => void): () => void;
}

export interface SignalingOptions<Message> {
  readonly parse: Parser<Message>;
  /** A socket is open: send the hello, unless an early join has done so (`saidHello`). */
  readonly opened: (saidHello: boolean) => void;
  readonly received: (message: Message) => void;
  /** The socket has closed or did not open. The client is reconnecting. */
  readonly lost: (outage: Outage) => void;
  /** The socket has closed for good, with this close code. */
  readonly closed: (code: number) => void;
  readonly network?: Network;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** A socket that was opened before the client existed. The client uses it first. */
  readonly first?: ClientSocket;
}

// Below the server's limits, because the network may deliver evenly sent messages in bunches.
const PER_SECOND = LIMITS.messagesPerSecond * 0.8;
const BURST = LIMITS.messageBurst * 0.8;

/**
 * How long to wait for a socket to open, in milliseconds. Most attempts are short, because one may hang on a path that is gone
 * while there is a new one. The first and every third are long, for slow networks.
 */
const CONNECT_TIMEOUT = { short: 1_500, long: 6_000 } as const;
/** When network or page may be back, replace an attempt that is older than this, in milliseconds. */
const STALE_ATTEMPT = 300;
/** In milliseconds. */
const PING_TIMEOUT = 1_000;

/** The code of a socket that closed without one (RFC 6455, 7.4.1). */
const NO_CODE = 1006;

export class SignalingClient<Message> {
  readonly #options: SignalingOptions<Message>;
  readonly #clock: Clock;
  /** The current socket. Events of others belong to abandoned attempts and are ignored. */
  #socket: ClientSocket | null = null;
  #isOpen = false;
  /** Whether the hello has been sent. The server refuses a ping before it. */
  #hasSaidHello = false;
  /** A socket that was opened before `connect`. */
  #early: { readonly socket: ClientSocket; isOpen: boolean } | null = null;
  /** Not null while a probe is under way. */
  #stopProbe: (() => void) | null = null;
  /** Not null while an inquiry is under way. */
  #stopInquiry: (() => void) | null = null;
  #failed = 0;
  /** Whether the inquiry has found that the server speaks another sub-protocol. */
  #isOutdated = false;
  #willConnect = false;
  /** When the current attempt began. */
  #connectingSince = 0;
  #wasOpen = false;
  /** Cancels the one timer: for an open socket, a sign of life, or the next attempt. */
  #cancelWait = () => {};
  #rate: RateLimit;
  #queue: ClientMessage[] = [];
  #cancelFlush: (() => void) | null = null;

  constructor(options: SignalingOptions<Message>) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#rate = this.#newRate();
    if (options.first) this.#early = { socket: options.first, isOpen: false };
  }

  get #network(): Network {
    return this.#options.network ?? BROWSER_NETWORK;
  }

  /** Opens the socket ahead of `connect`. If that comes too late, the server closes the socket, which does no harm. */
  prepare(): void {
    const early = this.#early ??= { socket: this.#network.connect(), isOpen: false };
    early.socket.onopen = () => early.isOpen = true;
    early.socket.onclose = () => this.#early = null;
  }

  /** Connects, unless it is connecting or connected. */
  connect(): void {
    if (this.#socket !== null || this.#stopProbe !== null) return;
    this.#willConnect = false;
    this.#connectingSince = this.#clock.now();
    if (probesFirst(this.#failed)) this.#probe();
    else this.#open();
  }

  #probe(): void {
    this.#cancelWait(); // the probe ends by itself
    this.#stopProbe = this.#network.probe((isThere) => {
      this.#stopProbe = null;
      if (isThere) this.#open();
      else this.#lose(NO_CODE, false);
    });
  }

  #open(): void {
    const { socket, isOpen } = this.#early ?? { socket: this.#network.connect(), isOpen: false };
    this.#early = null;
    this.#socket = socket;
    const short = this.#wasOpen && this.#failed % 3 !== 0;
    this.#wait(CONNECT_TIMEOUT[short ? "short" : "long"], () => this.#lose(NO_CODE, true));
    socket.onopen = () => {
      if (socket === this.#socket) this.#opened(socket.saidHello ?? false);
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (socket !== this.#socket) return;
      this.#failed = 0; // an open socket is not enough: the server must send something
      this.#expectLife(HEARTBEAT.deadAfter);
      if (event.data === PING) return socket.send(PONG);
      if (event.data === PONG) return;
      const parsed = this.#options.parse(event.data);
      if (parsed.ok) this.#options.received(parsed.message);
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#lose(event.code, false);
    };
    if (isOpen) this.#opened(false);
  }

  #opened(saidHello: boolean): void {
    this.#endInquiry();
    this.#isOpen = true;
    this.#hasSaidHello = saidHello;
    this.#wasOpen = true;
    this.#isOutdated = false;
    this.#rate = this.#newRate();
    this.#expectLife(HEARTBEAT.deadAfter);
    this.#options.opened(saidHello);
  }

  /**
   * Sends a message at the rate that the server allows. Without an open socket the message is dropped, because the next hello
   * contains the current state.
   */
  send(message: ClientMessage): void {
    if (!this.#isOpen) return;
    this.#queue.push(message);
    this.#flush();
  }

  /** Connects after the delay, in milliseconds. */
  connectIn(delay: number): void {
    this.#willConnect = true;
    this.#wait(delay, () => this.connect());
  }

  /** Network or page may be back, or the socket may be dead: checks at once instead of waiting. */
  retryNow(): void {
    if (this.#willConnect) return this.connect();
    const isProbing = this.#stopProbe !== null;
    if (this.#socket === null && !isProbing) return; // closed for good
    if (!this.#isOpen) {
      const isStale = this.#clock.now() - this.#connectingSince > STALE_ATTEMPT;
      return isStale ? this.#lose(NO_CODE, true) : undefined;
    }
    if (!this.#hasSaidHello) return;
    this.#socket?.send(PING);
    this.#expectLife(PING_TIMEOUT);
  }

  /** Closes the socket, after a last message if there is one. No callback is called after this. */
  close(goodbye?: ClientMessage): void {
    const socket = this.#socket;
    if (this.#isOpen && goodbye !== undefined) socket?.send(JSON.stringify(goodbye));
    this.#drop();
    this.#endInquiry();
    socket?.close();
    this.#early?.socket.close();
    this.#early = null;
  }

  /** Counts the socket as dead unless it receives something within this time. */
  #expectLife(timeout: number): void {
    this.#wait(timeout, () => this.#lose(NO_CODE, true));
  }

  #wait(delay: number, then: () => void): void {
    this.#cancelWait();
    this.#cancelWait = this.#clock.after(delay, then);
  }

  /** The socket has closed, or is given up without an answer. */
  #lose(code: number, unanswered: boolean): void {
    const socket = this.#socket;
    const wasOpen = this.#isOpen;
    this.#drop();
    socket?.close();
    if (!mayReconnect(code)) return this.#options.closed(code);
    const random = (this.#options.random ?? Math.random)();
    const attempts = { failed: this.#failed++, unanswered, outdated: this.#isOutdated };
    this.connectIn(reconnectDelay(attempts, random));
    if (!wasOpen) return this.#inquire();
    this.#options.lost(code === CLOSE.internal.code ? "server-fault" : "unreachable");
  }

  /** Finds out why no socket opens, because the socket's own events do not say. The next attempt does not wait for this. */
  #inquire(): void {
    if (this.#stopInquiry !== null) return;
    let isOver = false;
    const stop = this.#network.inquire((outage) => {
      isOver = true;
      this.#stopInquiry = null;
      this.#isOutdated = outage === "outdated";
      this.#options.lost(outage);
    });
    if (!isOver) this.#stopInquiry = stop;
  }

  #endInquiry(): void {
    this.#stopInquiry?.();
    this.#stopInquiry = null;
  }

  #drop(): void {
    this.#cancelWait();
    this.#stopProbe?.();
    this.#stopProbe = null;
    this.#socket = null;
    this.#willConnect = false;
    this.#isOpen = false;
    this.#queue = [];
    this.#cancelFlush?.();
    this.#cancelFlush = null;
  }

  #flush(): void {
    if (this.#cancelFlush !== null) return; // the pending flush sends this message too
    while (this.#queue.length > 0) {
      const now = this.#clock.now();
      if (!this.#rate.take(now)) {
        this.#cancelFlush = this.#clock.after(this.#rate.wait(now), () => {
          this.#cancelFlush = null;
          this.#flush();
        });
        return;
      }
      const message = this.#queue.shift();
      this.#socket?.send(JSON.stringify(message));
      this.#hasSaidHello = true;
    }
  }

  #newRate(): RateLimit {
    return new RateLimit(PER_SECOND, BURST, this.#clock.now());
  }
}
