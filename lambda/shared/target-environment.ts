/** Where the candidate is reached: the variables that all HTTP hooks share. */
export interface TargetEnvironment {
  /** `http(s)://<dns name of the load balancer>:<test port>`, without a path. */
  readonly TEST_URL: string;
  /**
   * `app/<name>/<id>`; set for an internet-facing load balancer only. Its DNS name has public addresses even inside the VPC, so
   * the handler looks up the private ones (`ec2:DescribeNetworkInterfaces`) and connects to these. Without it the DNS name is
   * used as it is.
   */
  readonly LOAD_BALANCER_NAME?: string;
  /**
   * The name that users call the service by: sent as the Host header exactly as given, as SNI, and (https) the name that the
   * certificate must be valid for. Without it Host header and SNI are those of `TEST_URL`, and an https certificate is **not
   * verified**, because no certificate can be issued for a load balancer's own DNS name; the traffic stays inside the VPC.
   */
  readonly HOST_NAME?: string;
  /** The header that makes a request test traffic, sent with the value `candidate`. Without it the port of `TEST_URL` does. */
  readonly TEST_HEADER?: string;
}
