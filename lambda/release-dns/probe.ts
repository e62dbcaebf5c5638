import http from 'node:http';
import https from 'node:https';
import type { Probe } from './health';

const TIMEOUT_MILLIS = 5_000;

/** Asks a target under the users' own name, so that its virtual hosts and certificates are the ones of production. */
export const httpProbe: Probe = (url, hostName) =>
  new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const options = { timeout: TIMEOUT_MILLIS, headers: { host: hostName }, ...(secure && { servername: hostName }) };
    const request = (secure ? https : http).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MILLIS / 1000} seconds`)));
    request.on('error', reject);
  });
