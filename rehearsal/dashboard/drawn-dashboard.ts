/** A dashboard with the data that its widgets show: all that it takes to draw it. */
export interface DrawnDashboard {
  readonly name: string;
  /** The time that it shows, in milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly widgets: readonly DrawnWidget[];
}

/** One widget, at its place on the grid of 24 columns. */
export interface DrawnWidget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** `unknown`: nothing that is drawn here. */
  readonly kind: 'text' | 'graph' | 'value' | 'unknown';
  /** Of a text. */
  readonly markdown?: string;
  readonly stacked: boolean;
  readonly series: readonly DrawnSeries[];
  /** Lines at a value of the left axis. */
  readonly lines: readonly { readonly value: number; readonly label: string; readonly color?: string }[];
  readonly left: Axis;
  readonly right: Axis;
}

export interface Axis {
  readonly min?: number;
  readonly max?: number;
}

/** One line of a graph. */
export interface DrawnSeries {
  readonly label: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  /** Seconds between two points. */
  readonly period: number;
  /** Time in milliseconds and value, in the order of time. */
  readonly points: readonly (readonly [number, number])[];
}
