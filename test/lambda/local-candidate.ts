import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the candidate was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What it answers; undefined means never. */
export type Answer = { status?: number; headers?: http.OutgoingHttpHeaders; json?: unknown; body?: string } | undefined;

/** A candidate on loopback that answers by a function and remembers what it was asked. */
export class LocalCandidate {
  public readonly asked: Asked[] = [];
  public connections = 0;

  public static async start(answer: (asked: Asked, index: number) => Answer): Promise<LocalCandidate> {
    const candidate = new LocalCandidate(http.createServer());
    candidate.server.on('connection', () => {
      candidate.connections++;
    });
    candidate.server.on('request', async (request: http.IncomingMessage, response: http.ServerResponse) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      const given = answer(asked, candidate.asked.push(asked) - 1);
      if (!given) return;
      const text = given.json === undefined ? (given.body ?? '') : JSON.stringify(given.json);
      response.writeHead(given.status ?? 200, given.headers).end(text);
    });
    await new Promise<void>((resolve) => candidate.server.listen(0, '127.0.0.1', resolve));
    return candidate;
  }

  private constructor(private readonly server: http.Server) {}

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A port of loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const candidate = await LocalCandidate.start(() => ({}));
  const { port } = candidate;
  await candidate.stop();
  return port;
}
