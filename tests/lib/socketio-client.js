// SPDX-License-Identifier: GPL-3.0-or-later
// The real socket.io-client, told what to do by JSON lines on stdin; what happens it says by JSON lines on stdout.
const { io } = require('socket.io-client');
const lines = require('readline').createInterface({ input: process.stdin });
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
let socket;

say({ ready: true });
lines.on('line', (line) => {
  const order = JSON.parse(line);
  if (order.connect) {
    socket = io(order.connect, { transports: [order.transport || 'websocket'], rejectUnauthorized: false,
                                 reconnectionDelay: 50, reconnectionDelayMax: 200, auth: order.auth });
    socket.on('connect', () => say({ connect: true }));
    socket.on('connect_error', (error) => say({ connect_error: error.message }));
    socket.on('disconnect', (reason) => say({ disconnect: reason }));
    socket.onAny((event, data, evento) => {
      if (evento) socket.auth.desde = evento;
      say({ event, data, evento });
    });
  } else if (order.emit) {
    socket.emit(order.emit, order.data, (answer) => say({ ack: order.number, answer }));
  } else {
    socket.disconnect();
  }
});
