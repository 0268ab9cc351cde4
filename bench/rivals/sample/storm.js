/**
 * The sample's clients: socket.io's client with its reconnection policy. Same interface as `bench/load/client.ts`: a JSON
 * task on the command line, JSON lines on the output.
 */
import process from "node:process";
import { io } from "socket.io-client";

const { origin, clients, patience } = JSON.parse(process.argv[2]);
const JOINING = 16;
const back = new Map();
const lost = new Set();
let isReady = false;

function join(index) {
  const socket = io(origin, { forceNew: true });
  const isIn = new Promise((resolve) => {
    socket.on("connect", () => {
      socket.emit(index === 0 && !isReady ? "broadcaster" : "watcher");
      back.set(index, Date.now());
      resolve();
      endIfAllAreBack();
    });
  });
  socket.on("disconnect", () => {
    back.delete(index);
    lost.add(index);
    if (lost.size === clients) setTimeout(end, patience * 1000);
  });
  return isIn;
}

function endIfAllAreBack() {
  if (lost.size === clients && back.size === clients) end();
}

/** Exits after the write, because the result is longer than a pipe's buffer. */
function end() {
  say({ back: [...back.values()] }, () => process.exit(0));
}

function say(value, then) {
  process.stdout.write(`${JSON.stringify(value)}\n`, then);
}

let next = 0;
await Promise.all(Array.from({ length: JOINING }, async () => {
  while (next < clients) await join(next++);
}));
isReady = true;
lost.clear();
say({ ready: true });
