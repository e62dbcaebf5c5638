/**
 * The program of the child process in which a function runs: what Lambda's runtime for Node.js does, and the network of
 * the cloud. It is a text, because it must exist as a file of its own wherever the package's code was bundled to.
 *
 * It loads the handler named by `_HANDLER` from `LAMBDA_TASK_ROOT`, and talks with its parent in messages:
 * `{ type: 'network', bindings }` and `{ type: 'invoke', event, context, timeoutMs, now }` come in,
 * `{ type: 'result', payload }` and `{ type: 'error', payload }` go out. After each answer a line with the request's id
 * and a null character ends what belongs to it on both output streams.
 */
export const FUNCTION_HOST = String.raw`'use strict';
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

// The function has the cloud's time, which may be ahead of that of this computer. Time-outs are this computer's.
const RealDate = Date;
let aheadMs = 0;
const now = () => RealDate.now() + aheadMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

const send = process.send.bind(process);
process.send = undefined;
let bindings = new Map();
let lastConnect = net.Socket.prototype.connect;

// Every connection of node (http, https, fetch, tls) comes through here.
net.Socket.prototype.connect = function connect(...args) {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
  if (options.path || options.port === undefined) return lastConnect.apply(this, args);
  const host = String(options.host || 'localhost').toLowerCase();
  const local = bindings.get(host + ':' + options.port);
  if (local) return lastConnect.call(this, { ...options, ...local, lookup: undefined }, callback);
  // A private address that nobody has: it must not reach whoever has it in the network of this computer.
  if (/^10\.\d+\.\d+\.\d+$/.test(host) || host.endsWith('.elb.localhost')) {
    const where = host + ':' + options.port;
    const error = new Error('connect ECONNREFUSED ' + where + ' (nothing in the rehearsal listens there)');
    Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect', address: host, port: options.port });
    process.nextTick(() => this.destroy(error));
    return this;
  }
  return lastConnect.apply(this, args);
};

// Lambda brings the SDK, so functions are bundled without it.
const sdkFrom = process.env.BLUEGREEN_SDK_FROM;
delete process.env.BLUEGREEN_SDK_FROM;
const Module = require('node:module');
if (sdkFrom) {
  const requireSdk = Module.createRequire(path.join(sdkFrom, 'index.js'));
  /** Where a part of the SDK is: in the function's own code, or else where this computer has it. */
  const resolveSdk = (specifier, resolve, found) => {
    try {
      return resolve();
    } catch (error) {
      if (!/^@(aws-sdk|smithy)\//.test(specifier)) throw error;
      try {
        return found(requireSdk.resolve(specifier));
      } catch {
        const name = specifier.split('/').slice(0, 2).join('/');
        const message = "Lambda brings '" + name + "', but this computer has not got it; for rehearsals: npm install --save-dev " + name;
        throw Object.assign(new Error(message), { code: error.code });
      }
    }
  };
  if (Module.registerHooks) {
    Module.registerHooks({
      resolve: (specifier, context, next) =>
        resolveSdk(specifier, () => next(specifier, context), (file) => ({ url: pathToFileURL(file).href, shortCircuit: true })),
    });
  } else {
    // Node before 22.15 has no such hooks; what is required, and not imported, can be led all the same.
    const resolveFilename = Module._resolveFilename;
    Module._resolveFilename = function (specifier, ...more) {
      return resolveSdk(specifier, () => resolveFilename.call(this, specifier, ...more), (file) => file);
    };
  }
}

async function loadHandler() {
  const root = process.env.LAMBDA_TASK_ROOT;
  const [, file, name] = /^(.*)\.([^.]*)$/.exec(process.env._HANDLER) || [];
  const found = ['.js', '.mjs', '.cjs'].map((end) => path.join(root, file + end)).find(fs.existsSync);
  if (!found) throw named('Runtime.ImportModuleError', "Cannot find module '" + file + "'");
  let module;
  try {
    module = found.endsWith('.mjs') ? await import(pathToFileURL(found).href) : requireOrImport(found);
    module = await module;
  } catch (error) {
    throw named(error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : 'Runtime.ImportModuleError', String(error), error);
  }
  const handler = module[name] || (module.default && module.default[name]);
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', process.env._HANDLER + ' is undefined or not exported');
  return handler;
}

function requireOrImport(file) {
  try {
    return require(file);
  } catch (error) {
    if (error.code === 'ERR_REQUIRE_ESM' || error.code === 'ERR_REQUIRE_ASYNC_MODULE') return import(pathToFileURL(file).href);
    throw error;
  }
}

function named(name, message, cause) {
  const error = new Error(message);
  error.name = name;
  if (cause && cause.stack) error.stack = cause.stack;
  return error;
}

let loading;

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error ? reject(error) : resolve(value));
    Object.assign(context, { done, succeed: resolve, fail: reject });
    const returned = handler(event, context, done);
    if (returned && typeof returned.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
}

function describe(error) {
  const isError = error instanceof Error || (error && typeof error === 'object' && 'stack' in error);
  if (!isError) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') };
}

function finish(requestId, message) {
  process.stdout.write('\0' + requestId + '\n');
  process.stderr.write('\0' + requestId + '\n');
  send(message);
}

async function invoke({ event, context, timeoutMs, now: cloudNow }) {
  aheadMs = cloudNow - RealDate.now();
  const end = RealDate.now() + timeoutMs;
  const full = {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - RealDate.now()),
  };
  try {
    loading = loading || loadHandler();
    const value = await call(await loading, event, full);
    finish(context.awsRequestId, { type: 'result', payload: JSON.stringify(value) || 'null' });
  } catch (error) {
    finish(context.awsRequestId, { type: 'error', payload: JSON.stringify(describe(error)) });
  }
}

process.on('message', (message) => {
  if (message.type === 'network') {
    bindings = new Map(message.bindings.map(({ address, local }) => [address.host.toLowerCase() + ':' + address.port, local]));
  } else invoke(message);
});
process.on('disconnect', () => process.exit(0));
`;
