import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Answers by itself, as ALB does: its name in `Server`, and a small page for errors. Nothing if the client is gone. */
export function answerOneself(
  response: ServerResponse,
  statusCode: number,
  { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = body ?? page(statusCode);
  response.writeHead(statusCode, {
    server: 'awselb/2.0',
    'content-type': 'text/html',
    ...headers,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function page(statusCode: number): string {
  const title = `${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trim();
  return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\r\n`;
}
