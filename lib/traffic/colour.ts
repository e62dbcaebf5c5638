/** The two sets of resources that a release moves traffic between. */
export enum Colour {
  /** Live until the first release. */
  BLUE = 'blue',

  /** Idle until the first release. */
  GREEN = 'green',
}
