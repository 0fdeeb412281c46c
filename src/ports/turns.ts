/**
 * Lets work under one name run one after the other; work under other names does not wait. Work that fails lets the
 * next one go on.
 */
export type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
