import type { ListenerTable, RedirectAction } from './routing-table';
import type { RequestFacts } from './rule-matching';

/** The Location of a redirect action, with ELBv2's placeholders filled in from the request. */
export function redirectLocation(action: RedirectAction, request: RequestFacts, listener: ListenerTable): string {
  const [path = '/', query = ''] = split(request.url);
  const host = typeof request.headers.host === 'string' ? request.headers.host.replace(/:\d+$/, '') : '';
  const fill = (template: string) =>
    template
      .replaceAll('#{protocol}', listener.protocol)
      .replaceAll('#{host}', host)
      .replaceAll('#{port}', String(listener.port))
      .replaceAll('#{path}', path.slice(1))
      .replaceAll('#{query}', query);

  const protocol = fill(action.protocol ?? '#{protocol}').toLowerCase();
  const port = fill(action.port ?? '#{port}');
  const search = fill(action.query ?? '#{query}');
  const authority = `${fill(action.host ?? '#{host}')}:${port}`;
  return `${protocol}://${authority}${fill(action.path ?? '/#{path}')}${search && `?${search}`}`;
}

function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

/**
 * Leads a client that came by this computer's own port (`localhost:41234`) to the local port of the listener that the
 * redirect means. A client that used the cloud's port is led to the cloud's port.
 *
 * @param ports local ports by the listeners' ports in AWS
 */
export function localRedirect(
  location: string,
  request: RequestFacts,
  ownPort: number | undefined,
  ports: ReadonlyMap<number, number | undefined>,
): string {
  if (typeof request.headers.host !== 'string' || !request.headers.host.endsWith(`:${ownPort}`)) return location;
  const [, before, port, after] = /^(\w+:\/\/[^/]*?):(\d+)(\/.*)$/s.exec(location) ?? [];
  const local = port === undefined ? undefined : ports.get(Number(port));
  return local === undefined ? location : `${before}:${local}${after}`;
}
