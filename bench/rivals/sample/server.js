/**
 * The sample that this project began as, written anew from its description: express, socket.io and one global
 * broadcaster. Faithful, its defects included; only logging is left out. `PORT=4000 node server.js`
 */
import { createServer } from "node:http";
import process from "node:process";
import express from "express";
import { Server } from "socket.io";

const app = express();
app.use(express.static(new URL("public", import.meta.url).pathname));
const server = createServer(app);
const io = new Server(server);

let broadcaster;

io.on("connection", (socket) => {
  socket.on("broadcaster", () => {
    broadcaster = socket.id;
    socket.broadcast.emit("broadcaster");
  });
  socket.on("watcher", () => {
    socket.to(broadcaster).emit("watcher", socket.id);
  });
  for (const event of ["offer", "answer", "candidate"]) {
    socket.on(event, (id, message) => {
      socket.to(id).emit(event, socket.id, message);
    });
  }
  socket.on("disconnect", () => {
    socket.to(broadcaster).emit("disconnectPeer", socket.id);
  });
});

server.listen(Number(process.env.PORT ?? 4000), process.env.HOST, () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`);
});
