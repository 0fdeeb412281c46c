/** Turns a Graphviz description into a picture. */
export interface Painter {
  /** An SVG without script, links or outside references. Rejects with `cannot-answer` when the description is wrong. */
  svg(dot: string): Promise<string>;
  png(svg: string): Promise<Uint8Array>;
}
