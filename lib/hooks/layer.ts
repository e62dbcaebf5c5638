/** How deep a step of a smoke test looks; the report groups by it. */
export enum Layer {
  /** The service answers at all. */
  SHALLOW = 'shallow',

  /** The service reaches what it depends on. */
  DEEP = 'deep',

  /** A whole piece of business works, such as an order that is written and read back. */
  TRANSACTION = 'transaction',

  /** The service is fast enough. */
  PERFORMANCE = 'performance',
}
