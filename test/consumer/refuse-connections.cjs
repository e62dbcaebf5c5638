// Loaded before everything else where the network cannot be cut from outside.
const net = require('node:net');

net.Socket.prototype.connect = function refuse() {
  throw new Error('a connection was tried with the network cut');
};
