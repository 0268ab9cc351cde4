/** The browser's end of the wire: connects, connects again, and keeps to the server's limits. */
import { BROWSER_NETWORK } from "./browser_network.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Outage } from "../protocol/outage.ts";
import type { ClientMessage } from "../protocol/client_messages.ts";
import { CLOSE, mayReconnect } from "../protocol/close_codes.ts";
import { HEARTBEAT, LIMITS, PING, PONG } from "../protocol/limits.ts";
import type { Parser } from "../protocol/parser.ts";
import { RateLimit } from "@/common/rate_limit.ts";
import { probesFirst, reconnectDelay } from "./reconnect.ts";

/** What the client needs of a WebSocket; the browser's has it. */
export interface ClientSocket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
  /** Its first message has been sent already, by whoever opened it. */
  readonly saidHello?: boolean;
}

export interface Network {
  /** Begins to open a socket. */
  connect(): ClientSocket;
  /**
   * Asks whether a server is there, by other means than a socket, until somebody answers.
   * @param answered told once: whether it is
   * @returns what ends the asking
   */
  probe(answered: (isThere: boolean) => void): () => void;
  /**
   * Asks why no socket opens, by other means than a socket.
   * @param answered told once, soon
   * @returns what ends the asking
   */
  inquire(answered: (outage: Outage) => void): () => void;
}

export interface SignalingOptions<Message> {
  readonly parse: Parser<Message>;
  /** A socket is open: say hello, unless it has been said (`saidHello`). */
  readonly opened: (saidHello: boolean) => void;
  readonly received: (message: Message) => void;
  /** The socket is gone, or did not open, and why not has been found out; the client is connecting again. */
  readonly lost: (outage: Outage) => void;
  /** The socket is gone for good; the close code says why. */
  readonly closed: (code: number) => void;
  readonly network?: Network;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** The first socket, opened before there was this client. */
  readonly first?: ClientSocket;
}

// Below the server's limits, because the network may bunch what was sent evenly.
const PER_SECOND = LIMITS.messagesPerSecond * 0.8;
const BURST = LIMITS.messageBurst * 0.8;

/**
 * An attempt to connect that takes longer has met no server. It may hang on a path that is gone while there is a new one, so
 * most attempts are short; every third, and the first of all, leaves a slow network the time that it needs.
 */
const CONNECT_TIMEOUT = { short: 1_500, long: 6_000 } as const;
/** An attempt that hangs for so long when there is a sign of return is begun anew. */
const HANGING = 300;
/** A server that is there answers a ping sooner. */
const PING_TIMEOUT = 1_000;

/** The code of a socket that closed without one (RFC 6455, 7.4.1). */
const NO_CODE = 1006;

export class SignalingClient<Message> {
  readonly #options: SignalingOptions<Message>;
  readonly #clock: Clock;
  /** The one socket in use. Events of any other are an abandoned attempt's, and ignored. */
  #socket: ClientSocket | null = null;
  #isOpen = false;
  /** Whether hello has been said on it: before that, a ping is bad input. */
  #hasSaidHello = false;
  /** A socket that was opened before it is asked for. */
  #early: { readonly socket: ClientSocket; isOpen: boolean } | null = null;
  /** Ends the probing, while the attempt under way has come no further. */
  #stopProbe: (() => void) | null = null;
  /** Ends the inquiry why none of the attempts so far has opened. */
  #stopInquiry: (() => void) | null = null;
  #failed = 0;
  /** Whether the inquiry has found that the server speaks another sub-protocol. */
  #isOutdated = false;
  #willConnect = false;
  /** When the attempt under way began. */
  #connectingSince = 0;
  #wasOpen = false;
  /** The one thing that is waited for: an answer, a sign of life, or the time to try again. */
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

  /** Opens the socket that will be asked for soon. Where that takes too long, the server closes it, and no harm is done. */
  prepare(): void {
    const early = this.#early ??= { socket: this.#network.connect(), isOpen: false };
    early.socket.onopen = () => early.isOpen = true;
    early.socket.onclose = () => this.#early = null;
  }

  /** Connects, if it is not connecting or connected. */
  connect(): void {
    if (this.#socket !== null || this.#stopProbe !== null) return;
    this.#willConnect = false;
    this.#connectingSince = this.#clock.now();
    if (probesFirst(this.#failed)) this.#probe();
    else this.#open();
  }

  #probe(): void {
    this.#cancelWait(); // the asking ends by itself
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
      this.#failed = 0; // only a server that talks ends the growing of the delay
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
   * Sends a message, at the pace that the server allows. What cannot be sent because there is no open socket is dropped:
   * whoever comes back says anew where it stands.
   */
  send(message: ClientMessage): void {
    if (!this.#isOpen) return;
    this.#queue.push(message);
    this.#flush();
  }

  /** Connects after a while. */
  connectIn(delay: number): void {
    this.#willConnect = true;
    this.#wait(delay, () => this.connect());
  }

  /** Something happened that may have ended the socket, or the reason to wait: looks at once. */
  retryNow(): void {
    if (this.#willConnect) return this.connect();
    const isProbing = this.#stopProbe !== null;
    if (this.#socket === null && !isProbing) return; // what is over is over
    if (!this.#isOpen) {
      const hangs = this.#clock.now() - this.#connectingSince > HANGING;
      return hangs ? this.#lose(NO_CODE, true) : undefined;
    }
    if (!this.#hasSaidHello) return;
    this.#socket?.send(PING);
    this.#expectLife(PING_TIMEOUT);
  }

  /** Ends the socket, with a last word if there is one to say; nothing is called back any more. */
  close(goodbye?: ClientMessage): void {
    const socket = this.#socket;
    if (this.#isOpen && goodbye !== undefined) socket?.send(JSON.stringify(goodbye));
    this.#drop();
    this.#endInquiry();
    socket?.close();
    this.#early?.socket.close();
    this.#early = null;
  }

  /** Silence for so long means that the socket is dead. */
  #expectLife(within: number): void {
    this.#wait(within, () => this.#lose(NO_CODE, true));
  }

  #wait(delay: number, then: () => void): void {
    this.#cancelWait();
    this.#cancelWait = this.#clock.after(delay, then);
  }

  /** The socket is gone, or is given up because nobody answered. */
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

  /** A socket that does not open tells nothing. The next attempt waits for none of this. */
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
    if (this.#cancelFlush !== null) return; // the one that waits takes this message along
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
