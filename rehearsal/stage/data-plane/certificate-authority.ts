import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Authority, type Certificate, makeAuthority, makeLeaf } from './certificate';

/** What a client that names no server connects to: this computer. */
const OWN_NAMES = ['localhost', '*.localhost'];
const OWN_ADDRESSES = ['127.0.0.1', '::1'];

/**
 * Issues the certificates of HTTPS listeners: one for each name that a client asks for (SNI), in place of those of ACM, whose keys
 * nobody can have. Made when first needed. Its key never leaves this process, so that nobody can issue a certificate when it has
 * ended; its own certificate is in `file`, for clients that want to verify (NODE_EXTRA_CA_CERTS, `curl --cacert`).
 */
export class CertificateAuthority {
  private made?: Promise<Authority>;
  private directory?: string;
  private readonly issued = new Map<string, Promise<Certificate>>();

  /** The file with the authority's certificate, PEM; undefined as long as nothing was issued. */
  public get file(): string | undefined {
    return this.directory && path.join(this.directory, 'ca.pem');
  }

  /** The authority's own certificate, PEM. */
  public async certificate(): Promise<string> {
    return (await this.authority()).cert;
  }

  /**
   * The certificate for a server's name; the same one every time.
   *
   * @param serverName as the client sent it; without it, the certificate for this computer's own names and addresses
   */
  public issue(serverName = ''): Promise<Certificate> {
    const name = serverName.toLowerCase();
    const known = this.issued.get(name) ?? this.makeFor(name);
    this.issued.set(name, known);
    return known;
  }

  /** The same for a TLS server's `SNICallback`. */
  public readonly contextFor = (
    serverName: string,
    done: (error: Error | null, context?: SecureContext) => void,
  ): void => {
    this.issue(serverName).then(
      (certificate) => done(null, createSecureContext(certificate)),
      (error: Error) => done(error),
    );
  };

  /** Removes the file. Twice is once. */
  public close(): void {
    if (this.directory) rmSync(this.directory, { recursive: true, force: true });
    this.directory = undefined;
  }

  private async makeFor(name: string): Promise<Certificate> {
    const authority = await this.authority();
    return name ? makeLeaf(authority, [name]) : makeLeaf(authority, OWN_NAMES, OWN_ADDRESSES);
  }

  private authority(): Promise<Authority> {
    this.made ??= makeAuthority().then((authority) => {
      this.directory = mkdtempSync(path.join(tmpdir(), 'bluegreen-ca-'));
      writeFileSync(path.join(this.directory, 'ca.pem'), authority.cert);
      return authority;
    });
    return this.made;
  }
}
